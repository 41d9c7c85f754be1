// The small sum: the number whose hash together with the salt is the challenge. It is found in a worker of the page,
// and in the service worker. crypto.subtle is missing on plain http and slow for short texts, hence noble-sha256.js.
"use strict";
(() => {
  const A_TURN = 20_000;
  const letters = new TextEncoder();
  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const isSame = (one, other) => one[0] === other[0] && one.every((byte, index) => byte === other[index]);

  async function solve({ algorithm, challenge, salt, signature, maxNumber }) {
    const wanted = bytesOf(challenge);
    for (let number = 0; number <= maxNumber; number += 1) {
      if (isSame(nobleHashes.sha256(letters.encode(salt + number)), wanted)) {
        return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
      }
      if (number % A_TURN === A_TURN - 1) await new Promise((goOn) => setTimeout(goOn));
    }
    throw new Error("This challenge has no solution.");
  }

  self.genba = { ...self.genba, solve };

  if (self.DedicatedWorkerGlobalScope) {
    self.addEventListener("message", async ({ data }) => {
      try {
        importScripts(data.sha256);
        self.postMessage(await solve(data.challenge));
      } catch {
        self.postMessage(""); // without a solution the report takes its turn at the valve
      }
    });
  }
})();
