import Stripe from 'stripe-22';
import { playAll } from './suite.ts';

playAll('node-22', Stripe);
