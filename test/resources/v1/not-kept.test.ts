/** Parameters that are accepted but not kept are logged once each, and only on success. */
import request from 'supertest';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { readOptions } from '../../../src/options.ts';
import { startServer } from '../../../src/server.ts';
import { FORM, KEY } from '../../helper.ts';

test('logs parameters of products and prices that are not kept', async () => {
  const warnings: string[] = [];
  const log = Object.assign(Object.create(silentLog), {
    warn: (message: string) => warnings.push(message),
  });
  const { url, close } = await startServer(readOptions({ port: 0 }), log);
  onTestFinished(close);
  const send = (path: string, form: string) =>
    request(url)
      .post(path)
      .set({ authorization: `Bearer ${KEY}`, 'content-type': FORM })
      .send(form);
  await send('/v1/products', 'tax_code=txcd_1'); // refused: it has no name
  await send('/v1/prices', 'currency=usd&product_data[name]=x&product_data[tax_code]=txcd_1');
  expect(warnings).toEqual([]);
  await send('/v1/products', 'id=prod_1&name=A&type=service');
  expect(warnings).toEqual([]);
  const dimensions = ['height', 'length', 'weight', 'width'].map(
    (name) => `package_dimensions[${name}]=1`,
  );
  await send(
    '/v1/products',
    `name=B&type=good&tax_code=txcd_1&marketing_features[0][name]=x&${dimensions.join('&')}`,
  );
  await send('/v1/products/prod_1', 'tax_code=txcd_2&tax_details[tax_code]=txcd_2');
  await send(
    '/v1/prices',
    'currency=usd&unit_amount=5&product_data[name]=C&product_data[tax_code]=txcd_1' +
      '&recurring[interval]=month&recurring[trial_period_days]=7',
  );
  expect(warnings).toEqual([
    'products: marketing_features is accepted but not kept',
    'products: package_dimensions is accepted but not kept',
    'products: tax_code is accepted but not kept',
    'products: type is accepted but not kept',
    'products: tax_details is accepted but not kept',
    'prices: recurring[trial_period_days] is accepted but not kept',
    'prices: product_data[tax_code] is accepted but not kept',
  ]);
});
