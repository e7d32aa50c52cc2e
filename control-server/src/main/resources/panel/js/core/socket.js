// The one WebSocket: live frames and events. Opens itself again when it breaks.

import { api } from './api.js';
import { token } from './session.js';

const RETRY_MS = [500, 1000, 2000, 5000];

export class LiveSocket {
  #socket = null;
  #timer = 0;
  #attempt = 0;
  #wanted = null;

  /**
   * @param {{frame: (buffer: ArrayBuffer) => void, message: (message: object) => void, open: () => Promise<void>,
   *     lost: (retryAt: number) => void, refused: (error: Error) => void}} handlers
   */
  constructor(handlers) {
    this.handlers = handlers;
  }

  /** Connects now, whatever the timer says. */
  async connect() {
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = null;
    try {
      await api.health();
    } catch (error) {
      if (error.status === 401 || error.status === 403) {
        this.handlers.refused(error);
      } else {
        this.#retryLater();
      }
      return;
    }
    this.#open();
  }

  #open() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/ws`, ['attune.v1', `bearer.${token()}`]);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', async () => {
      this.#attempt = 0;
      await this.handlers.open();
      this.#send();
    });
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') {
        this.handlers.message(JSON.parse(data));
      } else {
        this.handlers.frame(data);
      }
    });
    socket.addEventListener('close', () => {
      if (this.#socket === socket) {
        this.#socket = null;
        this.#retryLater();
      }
    });
  }

  #retryLater() {
    const wait = RETRY_MS[Math.min(this.#attempt++, RETRY_MS.length - 1)];
    this.handlers.lost(Date.now() + wait);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.connect(), wait);
  }

  /** What to hear about from now on; kept over reconnections. */
  subscribe(topics, engineId) {
    const wanted = JSON.stringify({ type: 'subscribe', engineId, data: { topics } });
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      this.#send();
    }
  }

  #send() {
    if (this.#wanted && this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(this.#wanted);
    }
  }
}
