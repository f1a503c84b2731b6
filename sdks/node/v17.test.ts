import Stripe from 'stripe-17';
import { playAll } from './suite.ts';

playAll('node-17', Stripe);
