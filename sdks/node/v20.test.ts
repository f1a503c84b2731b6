import Stripe from 'stripe-20';
import { playAll } from './suite.ts';

playAll('node-20', Stripe);
