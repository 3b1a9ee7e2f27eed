'use strict';

// A gRPC peer written by others: it serves Echo on loopback, and calls the server that a test names.
// It prints its port, then answers each line of JSON on its input with one on its output, and ends with its input.

const path = require('node:path');
const readline = require('node:readline');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, 'echo.proto'), { defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).factoryflow.feed.tests.v1;

let startedWaits = 0;
let cancelledWaits = 0;
let waitingCall;

const own = (metadata) => {
  const result = new grpc.Metadata();
  for (const key of Object.keys(metadata.getMap()).filter((name) => name.startsWith('x-')))
    metadata.get(key).forEach((value) => result.add(key, value));
  return result;
};

// Bytes travel in JSON as base64.
const plain = (metadata) => Object.fromEntries(
  Object.entries(own(metadata).getMap()).map(([key, value]) => [key, Buffer.isBuffer(value) ? value.toString('base64') : value]));

const fromPlain = (entries) => {
  const result = new grpc.Metadata();
  for (const [key, value] of Object.entries(entries ?? {}))
    result.add(key, key.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  return result;
};

const service = {
  say(call, callback) {
    call.sendMetadata(own(call.metadata));
    callback(null, call.request, own(call.metadata));
  },
  collect(call, callback) {
    const joined = { text: '', count: 0 };
    call.on('data', (note) => { joined.text += note.text; joined.count++; });
    call.on('end', () => callback(null, joined));
  },
  repeat(call) {
    for (let number = 1; number <= call.request.count; number++)
      call.write({ text: call.request.text, count: number });
    call.end(fromPlain({ 'x-sent': String(call.request.count) }));
  },
  chat(call) {
    call.on('data', (note) => call.write(note));
    call.on('end', () => call.end());
  },
  fail(call, callback) {
    const trailers = fromPlain({ 'x-reason': 'ASKED_TO' });
    trailers.add('x-reason-bin', call.request.payload);
    callback({ code: call.request.count, details: call.request.text, metadata: trailers });
  },
  wait(call) {
    startedWaits++;
    call.on('cancelled', () => cancelledWaits++);
  },
};

// Everything that can be seen of a call once it is over.
const outcome = (call, response) => new Promise((resolve) => {
  const seen = { headers: {} };
  call.on('metadata', (headers) => { seen.headers = plain(headers); });
  call.on('status', ({ code, details, metadata }) => response.then(
    (value) => resolve({ ...seen, response: value, code, details, trailers: plain(metadata) }),
    () => resolve({ ...seen, code, details, trailers: plain(metadata) })));
});

const unary = (client, method, { note, metadata, deadline }, whenStarted) => {
  let call;
  const response = new Promise((resolve, reject) => {
    const options = deadline ? { deadline: Date.now() + deadline } : {};
    call = client[method](note, fromPlain(metadata), options, (error, value) => (error ? reject(error) : resolve(value)));
  });
  response.catch(() => { });
  whenStarted?.(call);
  return outcome(call, response);
};

const drained = (call) => new Promise((resolve, reject) => {
  const notes = [];
  call.on('data', (note) => notes.push(note));
  call.on('end', () => resolve(notes));
  call.on('error', reject);
});

const scenarios = {
  say: (client, command) => unary(client, 'say', command),
  fail: (client, command) => unary(client, 'fail', command),
  wait: (client, command) => unary(client, 'wait', command, (call) => { waitingCall = call; }),
  collect(client, { notes }) {
    let call;
    const response = new Promise((resolve, reject) => {
      call = client.collect((error, value) => (error ? reject(error) : resolve(value)));
    });
    const result = outcome(call, response);
    notes.forEach((note) => call.write(note));
    call.end();
    return result;
  },
  repeat(client, { note }) {
    const call = client.repeat(note);
    return outcome(call, drained(call));
  },
  chat(client, { notes }) {
    const call = client.chat();
    const result = outcome(call, drained(call));
    const rest = [...notes];
    const next = () => (rest.length > 0 ? call.write(rest.shift()) : call.end());
    // Each note waits for the one before it to come back, so that both streams must be open at once.
    call.on('data', next);
    next();
    return result;
  },
};

const run = async (command) => {
  if (command.scenario === 'observe')
    return { startedWaits, cancelledWaits };
  if (command.scenario === 'cancel') {
    waitingCall.cancel();
    return {};
  }
  const client = new Echo(command.target, grpc.credentials.createInsecure(), command.options);
  try {
    return await scenarios[command.scenario](client, command);
  } finally {
    client.close();
  }
};

const server = new grpc.Server();
server.addService(Echo.service, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error)
    throw error;
  console.log(JSON.stringify({ port }));
  readline.createInterface({ input: process.stdin })
    .on('line', (line) => {
      const command = JSON.parse(line);
      run(command).then((result) => console.log(JSON.stringify({ id: command.id, result })));
    })
    .on('close', () => process.exit(0));
});
