/** One delivery, with each of its attempts: the bytes, the signature, the answer. */
import type {
  DeliveriesPage,
  DeliveryDocument,
  PendingDelivery,
} from '../documents/delivery-document.ts';
import { ActionResult } from './action-result.tsx';
import { call } from './api.ts';
import { CopyText } from './copy-text.tsx';
import { outcomeOf, waitText } from './delivery-words.tsx';
import { Facts, NotRead } from './facts.tsx';
import { useLive } from './live.ts';
import { TimeText } from './time-text.tsx';
import { useAction } from './use-action.ts';
import { useLiveRead } from './use-live-read.ts';
import { href } from './use-route.ts';

export function DeliveryView({ id }: { id: string }) {
  const { deliveries, generation } = useLive().state;
  const reading = useLiveRead<DeliveriesPage>('deliveries', { delivery: id }, [
    generation,
    deliveries,
  ]);
  const action = useAction();
  if (reading.document === undefined) return <NotRead reading={reading} />;
  const [newest] = reading.document.data;
  const [pending] = reading.document.pending;
  if (newest === undefined) return <NoAttempt id={id} pending={pending} />;
  const again = () =>
    action.run(async () => {
      const { delivery } = await call<{ delivery: string }>(
        'POST',
        `deliveries/${encodeURIComponent(id)}/redeliver`,
      );
      return `Redelivering as ${delivery}.`;
    });
  return (
    <article>
      <h2>
        Delivery {id} <span class="quiet">{newest.type}</span>
      </h2>
      <Facts
        facts={{
          event: (
            <a href={href('deliveries', undefined, { event: newest.event })}>{newest.event}</a>
          ),
          destination: newest.destination,
          url: newest.url,
          account: `${newest.account}${newest.livemode ? ' (live)' : ''}`,
        }}
      />
      <div class="buttons">
        <button type="button" onClick={again}>
          Redeliver
        </button>
      </div>
      <ActionResult action={action} />
      {pending !== undefined && <p class="notice warn">It is waiting {waitText(pending)}.</p>}
      {reading.document.data.map((attempt) => (
        <Attempt key={attempt.number} attempt={attempt} />
      ))}
    </article>
  );
}

function NoAttempt({ id, pending }: { id: string; pending: PendingDelivery | undefined }) {
  if (pending === undefined) {
    return <p class="notice bad">No attempt of delivery {id} is kept.</p>;
  }
  return (
    <p class="notice warn">
      Delivery {id} of {pending.type} was not attempted yet: it is waiting {waitText(pending)}.
    </p>
  );
}

function Attempt({ attempt }: { attempt: DeliveryDocument }) {
  const { headers, answer, answer_truncated: isCut, retry_at: retry } = attempt;
  const signature = headers['stripe-signature'];
  return (
    <section class="card">
      <h3>
        Attempt {attempt.attempt}:{' '}
        <span class={attempt.succeeded ? '' : 'bad'}>{outcomeOf(attempt)}</span>
      </h3>
      <Facts
        facts={{
          sent: <TimeText at={attempt.sent_at} full />,
          took: `${attempt.duration_ms} ms`,
          'next retry': retry === null ? null : <TimeText at={retry} full />,
          error: attempt.error,
          signature: signature ?? null,
        }}
      />
      <CopyText label="the signed bytes" text={attempt.body} />
      <CopyText
        label="headers"
        text={Object.entries(headers)
          .map((header) => header.join(': '))
          .join('\n')}
      />
      {answer !== null && answer !== '' && (
        <CopyText label={isCut ? 'answer, the first 16 KiB' : 'answer'} text={answer} />
      )}
    </section>
  );
}
