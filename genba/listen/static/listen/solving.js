// The small sum of a form with `data-challenge`, begun early and done in a worker. A solution counts once.
const FRESH_FOR = 50 * 60_000;
const PATIENCE = 60_000;

let solving = null;

/** The solution, "" where none is asked for or none can be found. Fails where there is no signal. */
export function beginSolving(form) {
  const { challenge } = form?.dataset ?? {};
  if (!challenge) return Promise.resolve("");
  if (solving && performance.now() - solving.since < FRESH_FOR) return solving.work;
  const work = challengeFrom(challenge).then((given) => solveInWorker(form, given));
  solving = { work, since: performance.now() };
  work.catch(forgetSolution);
  return work;
}

export function forgetSolution() {
  solving = null;
}

export const solveInWorker = (form, challenge) => new Promise((done) => {
  const { solver, sha256 } = form.dataset;
  const worker = new Worker(solver);
  const end = (solution) => {
    worker.terminate();
    done(solution);
  };
  worker.onmessage = ({ data }) => end(data);
  worker.onerror = () => end("");
  worker.postMessage({ challenge, sha256: new URL(sha256, location.href).href });
});

async function challengeFrom(address) {
  const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout?.(PATIENCE) });
  if (!answer.ok) throw new Error("No challenge.");
  return answer.json();
}
