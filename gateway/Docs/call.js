// What a call is made of: nothing here knows of a page.

// An example of what a schema describes, from the examples of its fields.
export function bodyOf(api, schema, within = []) {
  if (schema.$ref) {
    if (within.includes(schema.$ref)) return {};
    const target = schema.$ref.split('/').slice(1).reduce((at, name) => at[name], api);
    return bodyOf(api, target, [...within, schema.$ref]);
  }
  if (schema.examples?.length) return schema.examples[0];
  if (schema.enum) return schema.enum.find(value => !value.endsWith('UNSPECIFIED')) ?? schema.enum[0];
  switch (schema.type) {
    case 'object':
      return schema.properties
        ? Object.fromEntries(Object.entries(schema.properties).map(([name, field]) => [name, bodyOf(api, field, within)]))
        : typeof schema.additionalProperties === 'object' ? { name: bodyOf(api, schema.additionalProperties, within) } : {};
    case 'array': return schema.items ? [bodyOf(api, schema.items, within)] : [];
    case 'string': return '';
    case 'integer': case 'number': return 0;
    case 'boolean': return false;
    default: return null;
  }
}

// The address that a call goes to; a list is given as values with commas between them.
export function urlOf(path, given) {
  const inPath = given.filter(one => one.in === 'path').reduce((at, one) => at.replace(`{${one.name}}`, encodeURIComponent(one.value)), path);
  const query = given.filter(one => one.in === 'query')
    .flatMap(one => (one.schema.type === 'array' ? one.value.split(',') : [one.value]).map(value => `${encodeURIComponent(one.name)}=${encodeURIComponent(value.trim())}`));
  return query.length ? `${inPath}?${query.join('&')}` : inPath;
}

const quoted = text => `'${text.replaceAll("'", `'\\''`)}'`;

// The same as a command for a shell; the token stays out of it.
export function curlOf(origin, call, isSignedIn) {
  const headers = Object.entries(call.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  if (isSignedIn) headers.unshift('-H "Authorization: Bearer $TOKEN"');
  const body = call.body === undefined ? [] : [`-d ${quoted(call.body)}`];
  return ['curl', `-X ${call.method}`, ...headers, ...body, quoted(origin + call.url)].join(' \\\n  ');
}
