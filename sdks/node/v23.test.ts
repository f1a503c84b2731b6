import Stripe from 'stripe-23';
import { playAll } from './suite.ts';

playAll('node-23', Stripe);
