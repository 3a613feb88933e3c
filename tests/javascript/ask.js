// Asks an endpoint with fetch-sparql-endpoint by each method that it has, and prints what it reads in the answers.

import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const [endpoint, select, ask, construct] = process.argv.slice(2);
const ways = { get: { method: "GET" }, form: { method: "POST" }, direct: { method: "POST", directPost: true } };

const all = async (stream) => {
  const found = [];
  for await (const each of await stream) found.push(each);
  return found;
};

const answers = {};
for (const [name, options] of Object.entries(ways)) {
  const client = new SparqlEndpointFetcher(options);
  answers[name] = {
    rows: (await all(client.fetchBindings(endpoint, select))).map((row) => row.name.value),
    is_so: await client.fetchAsk(endpoint, ask),
    triples: (await all(client.fetchTriples(endpoint, construct))).map((triple) => triple.object.value).sort(),
  };
}
answers.refused = await new SparqlEndpointFetcher().fetchUpdate(endpoint, "CLEAR ALL").then(() => null, (error) => error.message);
console.log(JSON.stringify(answers));
