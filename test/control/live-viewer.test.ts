/** A slow viewer. */
import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { LiveViewer } from '../../src/control/live-viewer.ts';

/** A response whose client reads only when told to. */
class SlowResponse extends EventEmitter {
  readonly sent: string[] = [];
  writableNeedDrain = false;
  destroyed = false;
  writableEnded = false;
  socket = null;
  writeHead() {}
  write(line: string) {
    this.sent.push(line);
    this.writableNeedDrain = true;
  }
  end() {
    this.writableEnded = true;
  }
  destroy() {
    this.destroyed = true;
  }
  drain() {
    this.writableNeedDrain = false;
    this.emit('drain');
  }
}

test('skips and counts lines that it cannot take, and never queues them', () => {
  const response = new SlowResponse();
  const drained = vi.fn();
  const viewer = new LiveViewer(response, drained);
  viewer.send('1', { events: 1, requests: 1 });
  for (let i = 0; i < 1000; i++) viewer.send('more', { events: 3, requests: 2 });
  expect(response.sent).toEqual(['1']);
  response.drain();
  expect(drained).toHaveBeenCalledTimes(1);
  expect(viewer.takeLeftOut()).toEqual({ events: 3000, requests: 2000 });
  expect(viewer.takeLeftOut()).toEqual({ events: 0, requests: 0 });
  viewer.send('2', { events: 1, requests: 1 });
  expect(response.sent).toEqual(['1', '2']);
});

test('a viewer that reads nothing does not keep a closing server open', () => {
  const response = new SlowResponse();
  const viewer = new LiveViewer(response, () => {});
  viewer.send('1', { events: 0, requests: 0 });
  viewer.end();
  expect(response.destroyed).toBe(true);
});
