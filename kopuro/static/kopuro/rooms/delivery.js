// The delivery contract on the station's side. What is typed lies in the browser's own store until the server has
// acknowledged it; the same id is sent again after a reload or a lost network and has one effect. Events come with their
// seq and the seq of the one before; a gap is noticed and mended.
const SLOWEST = 8000;

// UUIDv7 (RFC 9562) from the browser's own randomness: there is no crypto.randomUUID on plain http.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) & 0xff;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// A named value in the browser's store; works on in memory where the store is closed to us.
export class Kept {
  constructor(name, empty) {
    this.name = name;
    this.memory = empty;
  }
  get() {
    try {
      const text = localStorage.getItem(this.name);
      return text === null ? structuredClone(this.memory) : JSON.parse(text);
    } catch {
      return structuredClone(this.memory);
    }
  }
  set(value) {
    this.memory = value;
    try {
      localStorage.setItem(this.name, JSON.stringify(value));
    } catch {
      // full or forbidden: memory alone holds it
    }
  }
}

export class Delivery extends EventTarget {
  constructor({ at, token, run, seat, fold }) {
    super();
    Object.assign(this, { at, token, fold, view: fold.blank(seat), orders: {}, offset: 0, online: false, denied: 0 });
    this.out = new Kept(`kopuro.out.${run}.${seat}`, []);
    this.drafts = new Kept(`kopuro.drafts.${run}.${seat}`, {});
    this.sending = false;
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", (event) => event.key === this.out.name && this.tell("waiting"));
  }
  tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
  get headers() {
    return { Authorization: `Seat ${this.token}` };
  }
  // Server time, ms.
  now() {
    return Date.now() + this.offset;
  }
  waiting() {
    return this.out.get();
  }

  // Keeps a command and sends it as soon as it can. Returns its id.
  give(kind, data, about = "") {
    const command = { id: newId(), kind, data, about };
    this.out.set([...this.out.get(), command]);
    this.tell("waiting");
    this.send();
    return command.id;
  }
  async send() {
    if (this.sending) return;
    this.sending = true;
    let wait = 500;
    try {
      for (let next = this.out.get()[0]; next; next = this.out.get()[0]) {
        const answer = await this.post(next);
        if (answer.later) {
          this.tell("waiting");
          await new Promise((go) => setTimeout(go, Math.max(wait, answer.later)));
          wait = Math.min(wait * 2, SLOWEST);
          continue;
        }
        wait = 500;
        this.out.set(this.out.get().filter((one) => one.id !== next.id));
        this.tell(answer.problem ? "refused" : "acknowledged", { command: next, problem: answer.problem, seq: answer.seq });
        this.tell("waiting");
      }
    } finally {
      this.sending = false;
    }
  }
  async post({ id, kind, data }) {
    try {
      const answer = await fetch(`${this.at}do`, {
        method: "POST",
        headers: { ...this.headers, "Content-Type": "application/json" },
        body: JSON.stringify({ id, kind, data }),
        signal: AbortSignal.timeout?.(15000),
      });
      if (answer.status === 429 || answer.status >= 500) return { later: 1000 * Number(answer.headers.get("Retry-After") || 1) };
      return await answer.json();
    } catch {
      return { later: 1 };
    }
  }

  // Snapshot, then the tail; for ever.
  async listen() {
    let wait = 500;
    for (;;) {
      try {
        if (!(await this.fetchView())) return;
        wait = 500;
        await this.stream();
      } catch {
        // the connection is gone
      }
      this.online = false;
      this.tell("line");
      await new Promise((go) => setTimeout(go, wait + Math.random() * 400));
      wait = Math.min(wait * 2, SLOWEST);
    }
  }
  async fetchView() {
    const began = Date.now();
    const answer = await fetch(`${this.at}view`, { headers: this.headers, cache: "no-store" });
    if (answer.status === 401 || answer.status === 403) {
      // A seat just taken may not be known to every process for a moment: ask a few times before believing it.
      this.denied += 1;
      if (this.denied < 6) throw new Error(answer.status);
      this.tell("ended", await answer.json().catch(() => ({})));
      return false;
    }
    this.denied = 0;
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    this.offset = told.now - (began + Date.now()) / 2;
    if (told.seq >= this.view.seq) {
      this.view = told.view;
      this.view.seq = told.seq;
    }
    this.orders = told.orders ?? {};
    this.tell("view");
    this.send();
    return true;
  }
  async stream() {
    const stop = new AbortController();
    const answer = await fetch(`${this.at}events`, {
      headers: { ...this.headers, "Last-Event-ID": String(this.view.seq) },
      cache: "no-store",
      signal: stop.signal,
    });
    if (!answer.ok || !answer.body) throw new Error(answer.status);
    this.online = true;
    this.tell("line");
    // A quiet line gives a sign of life every 15 s; three missing ones mean it is dead.
    let heard = Date.now();
    const watch = setInterval(() => Date.now() - heard > 45000 && stop.abort(), 5000);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        heard = Date.now();
        text += value;
        let end;
        while ((end = text.indexOf("\n\n")) >= 0) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          if (!this.take(block)) return;
        }
      }
    } finally {
      clearInterval(watch);
      stop.abort();
    }
  }
  // One block of the stream; false when the snapshot has to be fetched again.
  take(block) {
    const lines = block.split("\n");
    const event = lines.find((line) => line.startsWith("event: "))?.slice(7) ?? "";
    const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
    if (event === "again") return false;
    if (!data) return true;
    const told = JSON.parse(data);
    if (event === "hello") {
      this.offset = told.now - Date.now();
      return true;
    }
    if (told.before > this.view.seq) return false; // a gap
    const form = told.event;
    if (form.kind === "seat.moved" && form.data.seat === this.view.me.seat) {
      this.tell("moved");
      return false;
    }
    this.fold.see(this.view, form);
    this.tell("event", form);
    this.tell("view");
    return true;
  }

  // What is being typed, by the name of its field.
  draft(name) {
    return this.drafts.get()[name];
  }
  keep(name, value) {
    const all = this.drafts.get();
    if (value === undefined || value === "") delete all[name];
    else all[name] = value;
    this.drafts.set(all);
  }
  forget(start) {
    const all = this.drafts.get();
    for (const name of Object.keys(all)) if (name.startsWith(start)) delete all[name];
    this.drafts.set(all);
  }
}
