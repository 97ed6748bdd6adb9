// SPDX-License-Identifier: Apache-2.0
//
// A licet of its own for each test file, and callers that are unmodified AWS SDK clients.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';

import * as bedrock from '@aws-sdk/client-bedrock';
import * as runtime from '@aws-sdk/client-bedrock-runtime';
import * as cloudTrail from '@aws-sdk/client-cloudtrail';
import * as iam from '@aws-sdk/client-iam';
import * as licenseManager from '@aws-sdk/client-license-manager';
import * as marketplaceAgreement from '@aws-sdk/client-marketplace-agreement';
import * as organizations from '@aws-sdk/client-organizations';
import * as sts from '@aws-sdk/client-sts';

const SDKS = {
  bedrock: [bedrock, bedrock.BedrockClient],
  runtime: [runtime, runtime.BedrockRuntimeClient],
  cloudTrail: [cloudTrail, cloudTrail.CloudTrailClient],
  iam: [iam, iam.IAMClient],
  licenseManager: [licenseManager, licenseManager.LicenseManagerClient],
  marketplaceAgreement: [marketplaceAgreement, marketplaceAgreement.MarketplaceAgreementClient],
  organizations: [organizations, organizations.OrganizationsClient],
  sts: [sts, sts.STSClient],
};

const PROGRAM = process.env.LICET ?? new URL('../../build/licet', import.meta.url).pathname;

// Which operations were answered and which refused: for covered.mjs, when it is asked to look.
const outcomes = new Set();
const CALLS = process.env.LICET_WIRE_CALLS;
if (CALLS) process.on('exit', () => appendFileSync(CALLS, [...outcomes, ''].join('\n')));

/** Notes how a call ends. @return what it returns */
export async function noted(service, operation, call) {
  try {
    const output = await call;
    outcomes.add(`${service} ${operation} answered`);
    return output;
  } catch (error) {
    outcomes.add(`${service} ${operation} refused`);
    throw error;
  }
}

/** How a total refuses a call while others are under way, which may give back what they hold. */
export const HELD_OR_SPENT = /^(Throttling|ServiceQuotaExceeded)Exception$/;

/** One principal in one region: `caller.iam('GetUser', {})` sends GetUserCommand. */
export class Caller {
  #clients = new Map();

  constructor(url, credentials, region = 'us-east-1', options = {}) {
    Object.assign(this, { url, credentials, region, options });
    for (const service of Object.keys(SDKS)) {
      this[service] = (operation, input = {}) => {
        const Command = SDKS[service][0][`${operation}Command`];
        return noted(service, operation, this.client(service).send(new Command(input)));
      };
    }
  }

  client(service) {
    if (!this.#clients.has(service)) {
      const Client = SDKS[service][1];
      this.#clients.set(service, new Client({
        endpoint: this.url, region: this.region, credentials: this.credentials, maxAttempts: 1,
        ...this.options,
      }));
    }
    return this.#clients.get(service);
  }

  /** The same principal in another region, or with other options of the SDK's clients. */
  in(region, options = this.options) {
    return new Caller(this.url, this.credentials, region, options);
  }

  withCredentials(credentials) {
    return new Caller(this.url, credentials, this.region, this.options);
  }

  /** A caller with a session of a role in another account. */
  async assume(account, role = 'OrganizationAccountAccessRole') {
    const { Credentials: issued } = await this.sts('AssumeRole', {
      RoleArn: `arn:aws:iam::${account}:role/${role}`, RoleSessionName: 'test',
    });
    const caller = this.withCredentials({
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      sessionToken: issued.SessionToken,
    });
    caller.account = account;
    return caller;
  }

  close() {
    for (const client of this.#clients.values()) client.destroy();
  }
}

function credentialsIn(file) {
  const text = readFileSync(file, 'utf8');
  const value = (name) => text.match(new RegExp(`^${name}\\s*=\\s*(\\S+)$`, 'm'))[1];
  return { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') };
}

/** The operations that the program offers, as `licet api` lists them. */
export function operations() {
  const { status, stdout, stderr } = run('api');
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

/** Runs the program to its end. */
export function run(...args) {
  return spawnSync(PROGRAM, args, { encoding: 'utf8' });
}

/**
 * Starts the program on a data directory and waits until it serves.
 * @return {url, process, ended: [code, signal], log()}
 */
export async function launch(data, ...options) {
  const server = spawn(PROGRAM, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (text) => { log += text; });
  const ended = once(server, 'exit');
  const ready = once(createInterface(server.stdout), 'line');
  const [line] = await Promise.race([ready, ended.then(() => [`the program ended: ${log}`])]);
  const [, url] = line.match(/^licet: listening on (https?:\/\/\S+)$/) ?? assert.fail(line);
  return { url, process: server, ended, log: () => log };
}

/**
 * A server on fresh data, stopped (and its clean exit checked) after the file's last test.
 * @param init more arguments of `licet init`; an object as the last one holds members of the
 *     settings file
 * @return {url, management, data, credentials, reload(settings), stop()}; `management` is the
 *     administrator, `credentials` the file with its keys
 */
export async function serve(...init) {
  const settings = typeof init.at(-1) === 'object' ? init.pop() : undefined;
  const place = mkdtempSync(join(tmpdir(), 'licet-wire-'));
  const data = join(place, 'data');
  const credentials = join(place, 'credentials');
  const made = run('init', '--data', data, '--credentials', credentials, ...init);
  assert.equal(made.status, 0, made.stderr);
  const config = join(place, 'settings.yaml');
  if (settings) writeFileSync(config, JSON.stringify(settings));  // JSON is YAML
  const server = await launch(data, ...(settings ? ['--config', config] : []));
  const reload = (changed) => {
    writeFileSync(config, JSON.stringify(changed));
    server.process.kill('SIGHUP');
  };

  const management = new Caller(server.url, credentialsIn(credentials));
  const stop = async () => {
    management.close();
    server.process.kill('SIGTERM');
    const [code, signal] = await server.ended;
    assert.deepEqual([code, signal], [0, null], server.log());
  };
  after(async () => {
    try {
      if (server.process.exitCode === null && server.process.signalCode === null) await stop();
      assert.equal(server.process.exitCode, 0, server.log());
    } finally {
      rmSync(place, { recursive: true });
    }
  });
  return { ...server, management, data, credentials, reload, stop };
}

/**
 * Checks that a call is refused with the documented error name.
 * @param more any of: status, reason (x-licet-reason), message (a RegExp)
 * @return the error
 */
export async function refused(call, name, { status, reason, message } = {}) {
  let error;
  await assert.rejects(call, (thrown) => {
    error = thrown;
    assert.equal(thrown.name, name, thrown.message);
    return true;
  });
  if (status) assert.equal(error.$metadata.httpStatusCode, status);
  if (reason) assert.equal(error.$response.headers['x-licet-reason'], reason, error.message);
  if (message) assert.match(error.message, message);
  return error;
}
