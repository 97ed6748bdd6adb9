// SPDX-License-Identifier: Apache-2.0
//
// What guardrails make of prompts and answers, through every door, whole and in pieces. Rules BG-2,
// BG-5, BG-6.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { DOORS, ask, heard } from './doors.mjs';
import { makeGuardrail, serveGuarded, through } from './guarded.mjs';
import { refused } from './harness.mjs';
import { ScriptedUpstream, chatChunks } from './scripted.mjs';
import { CLAUDE_US, NOVA, createMember, recordOf } from './world.mjs';

const upstream = new ScriptedUpstream();
after(() => upstream.close());
const { management, url, guardrailId, enforce, key } = await serveGuarded(through(await upstream.start()));

/** The model says this, cut into pieces of so many characters where it is asked for a stream. */
function say(text, size = 3) {
  upstream.answer = (response, { body }) => {
    if (body.stream) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')).map((content) => ({ content }));
      upstream.streams(chatChunks([{ role: 'assistant', content: '' }, ...pieces]));
    } else {
      upstream.says({ id: 'up', object: 'chat.completion', model: 'theirs', choices: [{
        index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } });
    }
    const scripted = upstream.answer;
    scripted(response);
  };
}
const asks = async (door, streams, text = 'Hello') => {
  const answer = await ask(url, door, CLAUDE_US, key, { text, streams });
  assert.equal(answer.status, 200, answer.bytes.toString('utf8'));
  return { ...heard(door, streams, answer), bytes: answer.bytes.toString('latin1') };
};

const cells = Object.keys(DOORS).flatMap((door) => [[door, false], [door, true]]);

test('through every door prompts and answers are blocked and masked', async () => {
  await enforce();
  for (const [door, streams] of cells) {
    const cell = `${door}${streams ? ', streamed' : ''}`;
    say('fine');
    const before = upstream.requests.length;
    const stopped = await asks(door, streams, 'tell me the secret');
    assert.equal(stopped.text, 'not in', cell);
    assert.ok(stopped.complete || stopped.bytes.includes('response.incomplete'), cell);
    assert.equal(upstream.requests.length, before, `${cell}: nothing of it goes on`);

    assert.equal((await asks(door, streams, 'to a@b.example')).text, 'fine', cell);
    const sent = JSON.stringify(upstream.last.body);
    assert.ok(sent.includes('to {EMAIL}') && !sent.includes('a@b.example'), `${cell}: ${sent}`);

    for (const size of [1, 2, 3, 5, 100]) {
      say('well, the secret of it', size);
      const cut = await asks(door, streams);
      assert.equal(cut.text, streams ? 'well, the not out' : 'not out', `${cell} by ${size}`);
      assert.ok(!cut.bytes.includes('secret'), cell);
      say('ask a@b.example again', size);
      assert.equal((await asks(door, streams)).text, 'ask {EMAIL} again', `${cell} by ${size}`);
    }
  }
});

const hello = (text) => [{ role: 'user', content: [{ text }] }];
const named = { guardrailIdentifier: guardrailId, guardrailVersion: '1' };

test('Converse tells what a guardrail did, as much as is asked for', async () => {
  const member = await createMember(management);
  const made = await makeGuardrail(member);
  const own = { guardrailIdentifier: made, guardrailVersion: 'DRAFT' };
  const ask = (caller, text, guardrailConfig, modelId = NOVA) => caller.runtime('Converse', { modelId,
    messages: hello(text), guardrailConfig });
  const stopped = await ask(member, 'the secret', { ...own, trace: 'enabled' });
  assert.equal(stopped.stopReason, 'guardrail_intervened');
  assert.deepEqual(stopped.usage, { inputTokens: 0, outputTokens: 0, totalTokens: 0 });
  const { inputAssessment, actionReason } = stopped.trace.guardrail;
  const told = (assessment) => assessment.wordPolicy.customWords.map((one) => [one.match, one.action]);
  assert.deepEqual(told(inputAssessment[made]), [['secret', 'BLOCKED']]);
  assert.equal(actionReason, 'Guardrail blocked.');

  say('to a@b.example');
  const masked = await ask(member, 'hello', { ...own, trace: 'enabled' });
  assert.equal(masked.output.message.content[0].text, 'to {EMAIL}');
  assert.equal(masked.stopReason, 'end_turn');
  const [assessment] = masked.trace.guardrail.outputAssessments[made];
  assert.equal(assessment.sensitiveInformationPolicy.piiEntities[0].match, 'a@b.example');
  assert.deepEqual(masked.trace.guardrail.modelOutput, ['to a@b.example']);
  assert.equal((await ask(member, 'hello', own)).trace, undefined);

  // Who is held to an enforced guardrail does not get what it keeps back by asking for a trace.
  const held = await ask(management, 'hello', { ...named, trace: 'enabled_full' }, CLAUDE_US);
  assert.equal(held.output.message.content[0].text, 'to {EMAIL}');
  assert.ok(!JSON.stringify(held.trace).includes('a@b.example'), JSON.stringify(held.trace));
  assert.deepEqual(told((await ask(management, 'the secret', { ...named, trace: 'enabled' }, CLAUDE_US))
    .trace.guardrail.inputAssessment[guardrailId]), [['', 'BLOCKED']]);
});

test('a null in the body does not take off the guardrail that the headers name', async () => {
  const member = await createMember(management);
  const made = await makeGuardrail(member);
  const { body } = await member.runtime('InvokeModel', { modelId: 'openai.gpt-oss-20b-1:0',
    guardrailIdentifier: made, guardrailVersion: 'DRAFT', contentType: 'application/json',
    body: JSON.stringify({ guardrailConfig: null, messages: [{ role: 'user', content: 'the secret' }] }) });
  assert.match(Buffer.from(body).toString('utf8'), /not in/);
});

test('ConverseStream tells it with the metadata', async () => {
  say('the secret');
  const { stream } = await management.runtime('ConverseStream', { modelId: CLAUDE_US,
    messages: hello('hello'),
    guardrailConfig: { ...named, trace: 'enabled', streamProcessingMode: 'async' } });
  const events = [];
  for await (const event of stream) events.push(event);
  assert.equal(events.find((one) => one.messageStop).messageStop.stopReason, 'guardrail_intervened');
  const { metadata } = events.at(-1);
  assert.ok(metadata.usage.outputTokens > 0, 'what the model said is paid for');
  assert.equal(metadata.trace.guardrail.outputAssessments[guardrailId][0].wordPolicy.customWords.length, 1);
});

test('InvokeModel takes headers, and tells it in members of the body', async () => {
  say('fine');
  const invoke = async (text, more = {}) => {
    const { body } = await management.runtime('InvokeModel', { modelId: CLAUDE_US,
      contentType: 'application/json', ...named, ...more, body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages: hello(text)
          .map(({ role, content: [one] }) => ({ role, content: one.text })) }) });
    return JSON.parse(Buffer.from(body));
  };
  const stopped = await invoke('the secret', { trace: 'ENABLED' });
  assert.equal(stopped['amazon-bedrock-guardrailAction'], 'INTERVENED');
  assert.ok(stopped['amazon-bedrock-trace'].guardrail.input[guardrailId].wordPolicy);
  const passed = await invoke('hello');
  assert.equal(passed['amazon-bedrock-guardrailAction'], 'NONE');
  assert.equal(passed['amazon-bedrock-trace'], undefined);
  await refused(invoke('hello', { guardrailVersion: '7' }), 'ValidationException');
});

test('what only OpenAI\'s servers know goes to them, though a guardrail reads the prompt', async () => {
  const post = async (path, body) => {
    const response = await fetch(`${url}/v1/${path}`, { method: 'POST', body: JSON.stringify({
      model: NOVA, ...body }), headers: { authorization: `Bearer ${key}`,
      'x-amzn-bedrock-guardrailidentifier': guardrailId, 'x-amzn-bedrock-guardrailversion': '1' } });
    return { status: response.status, ...await response.json() };
  };
  say('fine');
  const messages = [{ role: 'user', content: 'Hello' }];
  const chat = (more) => post('chat/completions', { messages, ...more });
  const settings = { seed: 7, presence_penalty: 0.5, logit_bias: { 5: -1 }, reasoning_effort: 'none' };
  assert.equal((await chat(settings)).choices[0].message.content, 'fine');
  for (const [name, value] of Object.entries(settings)) assert.deepEqual(upstream.last.body[name], value);
  const asked = upstream.requests.length;
  const blind = [await chat({ logprobs: true }), await post('embeddings', { input: [1, 2] })];
  assert.deepEqual(blind.map(({ status }) => status), [400, 400]);
  assert.match(blind[1].error.message, /guardrails apply, which could not read it/);
  assert.equal(upstream.requests.length, asked);
});

test('what is said of the form of an answer is read like a prompt', async () => {
  say('fine');
  const chat = async (form) => {
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST',
      headers: { authorization: `Bearer ${key}` }, body: JSON.stringify({ model: CLAUDE_US,
        messages: [{ role: 'user', content: 'Hello' }],
        response_format: { type: 'json_schema', json_schema: { name: 'x', ...form } } }) });
    return (await response.json()).choices[0].message.content;
  };
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  const asked = upstream.requests.length;
  assert.equal(await chat({ schema, description: 'tell the secret' }), 'not in');
  assert.equal(await chat({ schema: { ...schema, description: 'the \u0073ecret' } }), 'not in');
  assert.equal(upstream.requests.length, asked, 'nothing of it goes on');
  assert.equal(await chat({ schema, description: 'for a@b.example' }), 'fine');
  const sent = JSON.stringify(upstream.last.body.response_format);
  assert.ok(sent.includes('for {EMAIL}'), sent);
  assert.deepEqual(upstream.last.body.response_format.json_schema.schema, schema);
});

test('the audit says which guardrail read what, and only where it did', async () => {
  say('fine');
  const { $metadata: { requestId } } = await management.runtime('Converse',
    { modelId: CLAUDE_US, messages: hello('the secret') });
  const [scanned] = (await recordOf(management, requestId)).additionalEventData.guardrails;
  assert.equal(scanned.guardrailVersion, '1');
  assert.equal(scanned.input.verdict, 'BLOCKED');
  assert.equal(scanned.output, undefined, 'there was no answer to scan');
  assert.ok(!JSON.stringify(scanned).includes('secret'), 'nothing of the text');

  const member = await createMember(management);
  const elsewhere = await member.runtime('Converse', { modelId: NOVA,
    messages: hello('the secret') });
  assert.notEqual(elsewhere.stopReason, 'guardrail_intervened', 'it is the account that enforces it');
});

test('what a guardrail reads of Converse is what is marked, in messages that mark anything', async () => {
  const member = await createMember(management);
  const made = await makeGuardrail(member);
  const guardrailConfig = { guardrailIdentifier: made, guardrailVersion: 'DRAFT' };
  const say = async (content) => (await member.runtime('Converse', {
    modelId: NOVA, messages: [{ role: 'user', content }], guardrailConfig })).stopReason;
  const marked = (text) => ({ guardContent: { text: { text } } });
  assert.equal(await say([{ text: 'the secret' }, marked('hello')]), 'end_turn');
  assert.equal(await say([{ text: 'hello' }, marked('the secret')]), 'guardrail_intervened');
  assert.equal(await say([{ text: 'the sec' }, { text: 'ret' }]), 'guardrail_intervened');
});

// Source: Bedrock User Guide, "Apply tags to user input to filter content"; Bedrock Runtime API
// Reference, InvokeModel, guardrailIdentifier.
test('of InvokeModel a guardrail reads what is in input tags, and the model gets none of them', async () => {
  const member = await createMember(management);
  const made = await makeGuardrail(member);
  const own = { guardrailIdentifier: made, guardrailVersion: 'DRAFT' };
  const tag = 'amazon-bedrock-guardrails-guardContent_';
  const tagged = (text) => text.replace(/\[/g, `<${tag}xyz>`).replace(/\]/g, `</${tag}xyz>`);
  const config = (tagSuffix) => ({ 'amazon-bedrock-guardrailConfig': { tagSuffix } });
  const invoke = (caller, modelId, guardrail, body, operation = 'InvokeModel') => caller.runtime(operation, {
    modelId, contentType: 'application/json', ...guardrail,
    body: typeof body === 'string' ? body : JSON.stringify(body) });
  const GPT = 'openai.gpt-oss-20b-1:0';
  const chat = (text, more = config('xyz')) => ({
    messages: [{ role: 'user', content: tagged(text) }], ...more });
  const outcome = async (answer) => (/not in/.test(Buffer.from((await answer).body).toString('utf8'))
    ? 'blocked' : upstream.last.body.messages.at(-1).content);
  say('fine');
  assert.equal(await outcome(invoke(member, GPT, own, chat('secret, [hello] you'))), 'secret, hello you');
  assert.equal(await outcome(invoke(member, GPT, own, chat('[to a@b.example], a@b.example'))),
    'to {EMAIL}, a@b.example');
  const escaped = JSON.stringify(chat('secret, [hello]')).replaceAll('-guardContent', '\\u002dguardContent');
  assert.equal(await outcome(invoke(member, GPT, own, escaped)), 'secret, hello');
  for (const [text, more] of [['hello [secret]'], ['[sec][ret]'], ['secret'], ['secret []'],
    ['[hello] secret', config('abc')], ['[hello] secret', {}]]) {
    assert.equal(await outcome(invoke(member, GPT, own, chat(text, more))), 'blocked', text);
  }
  const { body: stream } = await invoke(member, GPT, own, chat('hello [secret]'),
    'InvokeModelWithResponseStream');
  let all = '';
  for await (const { chunk } of stream) all += Buffer.from(chunk.bytes).toString('utf8');
  assert.match(all, /not in/);
  for (const text of ['[a [b] c]', '[a', 'a]', '[a] secret]']) {
    await refused(invoke(member, GPT, own, chat(text)), 'ValidationException', { message: new RegExp(tag) });
  }
  await refused(invoke(member, GPT, own, chat('a', config('x-y'))), 'ValidationException',
    { message: /tagSuffix.*1 to 20 letters and digits/ });
  await refused(invoke(member, GPT, {}, chat('a')), 'ValidationException', { message: /needs a guardrail/ });

  // What is enforced reads all, as the model will, whatever is tagged.
  const claude = (text) => ({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, ...chat(text) });
  for (const text of ['secret, [hello]', 'se[cre]t', '[a]secret']) {
    assert.equal(await outcome(invoke(management, CLAUDE_US, {}, claude(text))), 'blocked', text);
  }
  assert.equal(await outcome(invoke(management, CLAUDE_US, {}, claude('hel[lo]'))), 'hello');
});

test('a text document that is not UTF-8 is refused where a guardrail would have to read it', async () => {
  for (const text of ['\xe9t\xe9', 's\0e\0c\0r\0e\0t\0']) {
    await refused(management.runtime('Converse', { modelId: CLAUDE_US, messages: [{ role: 'user', content: [
      { document: { format: 'txt', name: 'd', source: { bytes: Buffer.from(text, 'latin1') } } },
      { text: 'hello' }] }] }), 'ValidationException', { message: /must be UTF-8/ });
  }
});
