import http from 'node:http';

// Posts prepared requests over `connections` keep-alive connections and sends back what each took, in milliseconds.

const post = (agent, url, { token, body }) =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const request = http.request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } },
      (response) => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode, ms: performance.now() - begun }));
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });

process.once('message', async ({ url, requests, connections }) => {
  const waiting = [...requests];
  const answers = [];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      for (let request = waiting.shift(); request; request = waiting.shift()) {
        answers.push(await post(agent, url, request));
      }
      agent.destroy();
    }),
  );
  process.send({ answers, ms: performance.now() - begun }, () => process.exit(0));
});
