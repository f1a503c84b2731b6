/** `Stripe-Signature`. */
import { expect, test } from 'vitest';
import { signatureHeader } from '../../src/webhooks/signature.ts';

test('makes the signature that stripe-node makes and accepts', () => {
  const body =
    '{"id":"evt_test_65UaBcDeFgHiJkLmNoP16QrStUvWSQxYz0123456789AbC","object":"v2.core.event",' +
    '"type":"v1.billing.meter.error_report_triggered","livemode":false,' +
    '"created":"2026-11-25T10:00:12.134Z","related_object":{' +
    '"id":"mtr_test_61UaBcDeFgHiJkLmNoP41QrStUvWxYz0","type":"billing.meter",' +
    '"url":"/v1/billing/meters/mtr_test_61UaBcDeFgHiJkLmNoP41QrStUvWxYz0"}}';
  const secret = 'whsec_0123456789abcdefghijklmnopqrstuv';
  const signed = { secret, body, seconds: 1_795_600_812 };
  const v1 = 'f900bdf234dda6a8ae453ba570e246a7c24a9e6f1155423f528e30414b1f0913';
  expect(body).toHaveLength(352);
  expect(signatureHeader({ ...signed, isTest: false })).toBe(`t=1795600812,v1=${v1}`);
  expect(signatureHeader({ ...signed, isTest: true })).toMatch(
    new RegExp(`^t=1795600812,v1=${v1},v0=[0-9a-f]{64}$`),
  );
});
