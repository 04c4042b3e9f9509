// Asks the server to read. While it answers, further wishes become one: what is on the paper once it has answered.

/** Longer than this, in milliseconds, no answer is waited for. */
const patience = 20_000;
/** The pause, in milliseconds, before a server that does not answer is asked again. */
const retryPause = 2_000;

/** Why something was not read. */
class ReadingProblem extends Error {
  constructor(kind, { reason = "", retryAfter = null } = {}) {
    super(kind);
    Object.assign(this, { kind, reason, retryAfter });
  }
}

/** One request; its answer is parsed, and what went wrong comes out as a `ReadingProblem`. */
async function request(address, options = {}) {
  let response;
  try {
    response = await fetch(address, {
      ...options,
      signal: AbortSignal.any([AbortSignal.timeout(patience), ...(options.signal ? [options.signal] : [])]),
      cache: "no-store",
    });
    if (response.ok) return await response.json();
  } catch (error) {
    throw error.name === "AbortError" ? error : new ReadingProblem("unreachable", { retryAfter: retryPause });
  }
  if (response.status === 413) throw new ReadingProblem("tooLarge");
  if (response.status === 503 || response.status === 429) {
    const seconds = Number(response.headers.get("Retry-After"));
    throw new ReadingProblem("busy", { retryAfter: seconds > 0 ? Math.min(seconds, 30) * 1_000 : retryPause });
  }
  throw new ReadingProblem("refused", { reason: await reasonOf(response) });
}

/** What the server says for itself when it refuses: `{"error": "…"}`. */
async function reasonOf(response) {
  try {
    const { error } = await response.json();
    return error ?? "";
  } catch {
    return "";
  }
}

class Reader {
  /** Asked for just before it is sent: `{ picture, scale, models, single }`, or null where there is nothing to read. */
  take = async () => null;
  /** Called with a model's name and reading for each model, or null where there is nothing. */
  show = () => {};
  /** Called with a `ReadingProblem`, or null when the server answers again. */
  fail = () => {};

  #isWanted = false;
  #isBusy = false;
  #abort = new AbortController();

  /** Wishes a reading of what is on the paper now. */
  ask() {
    this.#isWanted = true;
    if (!this.#isBusy) this.#run();
  }

  /** Gives up what is being read: it is no longer on the paper. */
  forget() {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  async #run() {
    this.#isBusy = true;
    while (this.#isWanted) {
      this.#isWanted = false;
      const { signal } = this.#abort;
      try {
        const subject = await this.take();
        const asked = subject?.models.map((model) => this.#read(subject, model, signal));
        const readings = asked ? await Promise.all(asked) : null;
        if (signal.aborted) continue;
        this.fail(null);
        this.show(readings);
      } catch (problem) {
        if (signal.aborted) continue;
        if (!(problem instanceof ReadingProblem)) throw problem;
        this.fail(problem);
        if (problem.retryAfter !== null) {
          await new Promise((resolve) => setTimeout(resolve, problem.retryAfter));
          this.#isWanted = true;
        }
      }
    }
    this.#isBusy = false;
  }

  async #read({ picture, scale, single }, model, signal) {
    const query = new URLSearchParams({ model, single, image28: true });
    const start = performance.now();
    const headers = { "Content-Type": picture.type };
    const [reading] = await request(`v1/classify?${query}`, { method: "POST", body: picture, headers, signal });
    if (reading.error) throw new ReadingProblem("refused", { reason: reading.error });
    const digits = reading.digits.map((digit) => ({ ...digit, box: digit.box.map((side) => side / scale) }));
    return { model, digits, text: reading.text, milliseconds: performance.now() - start };
  }
}
