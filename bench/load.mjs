import http from 'node:http';

// Posts prepared requests over `connections` keep-alive connections and sends back what each took, in milliseconds. Before
// it measures it posts those of `warmUp`, so that its own code is compiled by then.

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

async function postAll(agents, url, requests) {
  const waiting = [...requests];
  const answers = [];
  const begun = performance.now();
  await Promise.all(
    agents.map(async (agent) => {
      for (let request = waiting.shift(); request; request = waiting.shift()) {
        answers.push(await post(agent, url, request));
      }
    }),
  );
  return { answers, ms: performance.now() - begun };
}

process.once('message', async ({ url, warmUp, requests, connections }) => {
  const agents = Array.from({ length: connections }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }));
  await postAll(agents, url, warmUp);
  const measured = await postAll(agents, url, requests);
  for (const agent of agents) agent.destroy();
  process.send(measured, () => process.exit(0));
});
