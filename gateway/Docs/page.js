// Lists the calls of /openapi/v1.json, signs in, sends calls and shows them as curl. Texts of the document are only ever set as text.
import { bodyOf, curlOf, urlOf } from './call.js';

const $ = id => document.getElementById(id);
let session = null;

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter(child => child !== null));
  return node;
}

// Backticks and list lines are all the markup that comments use.
function prose(text) {
  const inline = line => line.split('`').map((part, i) => i % 2 ? element('code', { textContent: part }) : part);
  return (text ?? '').split('\n\n').map(paragraph => {
    const items = paragraph.split('\n');
    const list = items.filter(line => line.startsWith('- ')).map(line => element('li', {}, ...inline(line.slice(2))));
    const rest = items.filter(line => line && !line.startsWith('- ')).join(' ');
    return element('div', {}, element('p', {}, ...inline(rest)), list.length ? element('ul', {}, ...list) : null);
  });
}

const resolve = (api, node) => node?.$ref ? resolve(api, node.$ref.split('/').slice(1).reduce((at, name) => at[name], api)) : node;

async function send(call, operation, show) {
  const headers = { ...call.headers };
  if (session && operation.security?.length) headers.Authorization = `Bearer ${session.accessToken}`;
  let answer = await fetch(call.url, { method: call.method, headers, body: call.body, credentials: 'omit' });
  if (answer.status === 401 && session?.refreshToken && (await answer.clone().json()).reason === 'TOKEN_EXPIRED' && await refresh()) {
    headers.Authorization = `Bearer ${session.accessToken}`;
    answer = await fetch(call.url, { method: call.method, headers, body: call.body, credentials: 'omit' });
  }
  const text = await answer.text();
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  show(`${answer.status} ${answer.statusText}\n${lines}\n\n${isJson && text ? JSON.stringify(JSON.parse(text), null, 2) : text}`);
}

async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), credentials: 'omit' });
  return { isRight: answer.ok, json: await answer.json() };
}

async function refresh() {
  const { isRight, json } = await post('/api/v1/auth/refresh', { refreshToken: session.refreshToken });
  signedIn(isRight ? json : null, isRight ? '' : json.detail);
  return isRight;
}

// Kept by this page alone: another tab, or the next visit, signs in again.
function signedIn(answer, fault) {
  session = answer;
  $('who').textContent = session ? `Signed in as ${session.user.name}, ${session.user.kind}.` : fault || 'Not signed in.';
  $('sign-out').hidden = !session;
}

function parametersOf(api, operation, inputs) {
  const parameters = (operation.parameters ?? []).map(parameter => resolve(api, parameter));
  if (!parameters.length) return null;
  return element('table', {}, ...parameters.map(parameter => {
    const schema = resolve(api, parameter.schema);
    const input = element('input', { placeholder: String(schema.examples?.[0] ?? schema.enum?.join(', ') ?? ''), ariaLabel: parameter.name });
    if (parameter.name === 'Idempotency-Key' && parameter.required) input.value = crypto.randomUUID();
    inputs.push({ parameter, input });
    return element('tr', {}, element('td', {}, element('code', { textContent: parameter.name }), parameter.required ? ' *' : '', ` ${parameter.in}`),
      element('td', {}, input), element('td', {}, ...prose(parameter.description)));
  }));
}

function responsesOf(api, operation) {
  return element('table', {}, ...Object.entries(operation.responses).map(([status, response]) => {
    const found = resolve(api, response);
    const schema = Object.values(found.content ?? {})[0]?.schema;
    const reasons = schema?.allOf?.[1].properties.reason.enum ?? [];
    return element('tr', {}, element('td', { textContent: status }), element('td', {}, ...prose(found.description),
      reasons.length ? element('p', {}, ...reasons.flatMap(reason => [element('a', { href: `/docs/errors#${reason}`, textContent: reason }), ' '])) : null,
      schema && !reasons.length ? element('pre', { textContent: JSON.stringify(bodyOf(api, schema), null, 2) }) : null));
  }));
}

function openCall(api, path, method, operation) {
  const inputs = [];
  const content = resolve(api, operation.requestBody)?.content?.['application/json'];
  const table = parametersOf(api, operation, inputs);
  const body = content ? element('textarea', { value: JSON.stringify(bodyOf(api, content.schema), null, 2), ariaLabel: 'Body', spellcheck: false }) : null;
  const curl = element('pre');
  const answer = element('pre', { hidden: true });
  const read = () => {
    const given = inputs.filter(({ input }) => input.value !== '').map(({ parameter, input }) => ({ ...parameter, value: input.value }));
    const headers = Object.fromEntries(given.filter(one => one.in === 'header').map(one => [one.name, one.value]));
    if (body) headers['Content-Type'] = 'application/json';
    return { method: method.toUpperCase(), url: urlOf(path, given), headers, body: body?.value };
  };
  const describe = () => { curl.textContent = curlOf(location.origin, read(), operation.security?.length > 0); };
  const button = element('button', { textContent: 'Send' });
  button.onclick = async () => {
    answer.hidden = false;
    answer.textContent = 'Sent …';
    const show = text => { answer.textContent = text; };
    await send(read(), operation, show).catch(fault => show(String(fault)));
  };
  const whole = element('div', {}, ...prose(operation.description), table, body ? element('h3', { textContent: 'Body' }) : null, body,
    element('h3', { textContent: 'As curl' }), curl, button, answer, element('h3', { textContent: 'Answers' }), responsesOf(api, operation));
  whole.oninput = describe;
  describe();
  return whole;
}

function list(api) {
  const groups = new Map(api.tags.map(tag => [tag.name, { tag, calls: [] }]));
  for (const [path, item] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(item)) groups.get(operation.tags[0]).calls.push({ path, method, operation });
  const rows = [];
  $('calls').replaceChildren(...[...groups.values()].map(({ tag, calls }) => {
    const section = element('section', {}, element('h2', { textContent: tag.name }), ...prose(tag.description), ...calls.map(({ path, method, operation }) => {
      const row = element('details', { id: operation.operationId }, element('summary', {},
        element('span', { className: 'verb', textContent: method.toUpperCase() }), element('code', { textContent: path }), operation.summary));
      row.ontoggle = () => { if (row.open && row.childElementCount === 1) row.append(openCall(api, path, method, operation)); };
      rows.push({ row, text: `${method} ${path} ${operation.operationId} ${operation.description}`.toLowerCase() });
      return row;
    }));
    return section;
  }));
  $('search').oninput = () => {
    const words = $('search').value.toLowerCase().split(/\s+/);
    for (const { row, text } of rows) row.hidden = !words.every(word => text.includes(word));
    for (const section of $('calls').children) section.hidden = ![...section.querySelectorAll('details')].some(row => !row.hidden);
  };
  const linked = document.getElementById(location.hash.slice(1));
  if (linked) { linked.open = true; linked.scrollIntoView(); }
}

$('sign-in').onsubmit = async event => {
  event.preventDefault();
  const form = new FormData(event.target);
  const given = Object.fromEntries([...form].filter(([, value]) => value !== ''));
  const { isRight, json } = await post('/api/v1/auth/login', given);
  signedIn(isRight ? json : null, isRight ? '' : json.detail);
  event.target.elements.password.value = '';
};
$('sign-out').onclick = () => signedIn(null);

fetch('/openapi/v1.json').then(answer => answer.json()).then(list).catch(fault => { $('calls').textContent = `The document cannot be read: ${fault}`; });
