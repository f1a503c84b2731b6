/** What a fault can do to a request, and at which stage. */
import type * as z from 'zod';
import type { MaybePromise } from '../../metering/maybe-promise.ts';
import type { Answer, Broken } from '../answer.ts';
import type { CommonRefusals } from '../dialect.ts';
import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';

/** The request that a fault fires for. */
export interface FaultedRequest {
  readonly exchange: Exchange;
  /** The refusals of the request's dialect. */
  readonly refusals: CommonRefusals;
}

/** The common fields of effects. */
interface EffectBase<N extends string, S extends z.ZodRawShape> {
  readonly name: N;
  /**
   * Its settings besides the common ones: the control body, the header, the documents and the
   * OpenAPI description are derived from it.
   */
  readonly settings: S;
  /** The only paths for which it can fire. Default: all. */
  readonly paths?: readonly string[];
}

type SettingsOf<S extends z.ZodRawShape> = z.output<z.ZodObject<S>>;

/**
 * Acts before the idempotency layer: returns the answer that the client gets instead, or
 * `undefined` to continue.
 */
export interface ArrivalEffect<N extends string, S extends z.ZodRawShape> extends EffectBase<N, S> {
  readonly stage: 'arrival';
  readonly act: (
    request: FaultedRequest,
    settings: SettingsOf<S>,
  ) => Refusal | Answer | Broken | undefined;
}

/** Acts around the endpoint. */
export interface EndpointEffect<N extends string, S extends z.ZodRawShape>
  extends EffectBase<N, S> {
  readonly stage: 'endpoint';
  /** @param execute runs the endpoint; with `discard` it checks everything and changes nothing */
  readonly act: (
    request: FaultedRequest,
    execute: (how: { readonly discard: boolean }) => MaybePromise<unknown>,
    settings: SettingsOf<S>,
  ) => MaybePromise<unknown>;
}

/** Acts on the answer before it is sent. */
export interface AnswerEffect<N extends string, S extends z.ZodRawShape> extends EffectBase<N, S> {
  readonly stage: 'answer';
  readonly act: (answer: Answer, settings: SettingsOf<S>) => Answer | Broken;
}

/** How a delivery of an event is sent. */
export interface Sending {
  /** How many times it is sent; 0 if it is lost. */
  readonly copies: number;
  /** How far the time of its signature is off, in seconds; negative for an old one. */
  readonly stampSeconds: number;
  /** Whether it is signed with another secret. */
  readonly isSignatureWrong: boolean;
}

/** How Stripe sends a delivery. */
export const AS_STRIPE: Sending = { copies: 1, stampSeconds: 0, isSignatureWrong: false };

/** Acts on a delivery of an event, not on a request. */
export interface DeliveryEffect<N extends string, S extends z.ZodRawShape>
  extends EffectBase<N, S> {
  readonly stage: 'delivery';
  readonly act: (sending: Sending, settings: SettingsOf<S>) => Sending;
}

/** Any effect. */
export type Effect<N extends string = string, S extends z.ZodRawShape = z.ZodRawShape> =
  | ArrivalEffect<N, S>
  | EndpointEffect<N, S>
  | AnswerEffect<N, S>
  | DeliveryEffect<N, S>;

/** The stage of a request at which an effect acts. */
export type Stage = Effect['stage'];

/** Declares an effect that acts before the idempotency layer. */
export function onArrival<const N extends string, S extends z.ZodRawShape>(
  effect: Omit<ArrivalEffect<N, S>, 'stage'>,
): ArrivalEffect<N, S> {
  return { ...effect, stage: 'arrival' };
}

/** Declares an effect that acts around the endpoint. */
export function aroundEndpoint<const N extends string, S extends z.ZodRawShape>(
  effect: Omit<EndpointEffect<N, S>, 'stage'>,
): EndpointEffect<N, S> {
  return { ...effect, stage: 'endpoint' };
}

/** Declares an effect that acts on the answer before it is sent. */
export function onAnswer<const N extends string, S extends z.ZodRawShape>(
  effect: Omit<AnswerEffect<N, S>, 'stage'>,
): AnswerEffect<N, S> {
  return { ...effect, stage: 'answer' };
}

/** Declares an effect that acts on deliveries. */
export function onDelivery<const N extends string, S extends z.ZodRawShape>(
  effect: Omit<DeliveryEffect<N, S>, 'stage'>,
): DeliveryEffect<N, S> {
  return { ...effect, stage: 'delivery' };
}
