import { Platform } from '../platform.ts';
import { type Browser, type View, openChromium } from './chromium.ts';
import { Visitor } from './visitor.ts';

/** A platform with simulated GPUs, whose messages may go to this machine. */
export const startPlatform = (): Promise<Platform> =>
  Platform.start({
    args: ['--simulate-gpus', '4xH100,4xA10G'],
    environment: { TIDEGATE_WEBHOOK_ALLOW_PRIVATE: 'true', TIDEGATE_LOG_SINK_ALLOW_PRIVATE: 'true' },
  });

/** A one-time code like the launcher’s, for the operator who looks at a project. */
export const codeFor = async (platform: Platform, projectId: string): Promise<string> => {
  const operator = await platform.secret('operator-token');
  const { status, body } = await platform.ask<{ code: string }>(
    'POST',
    '/v1/sign-in-codes',
    { projectId },
    operator,
  );
  if (status !== 201) throw new Error(`no code: ${String(status)} ${JSON.stringify(body)}`);
  return body.code;
};

/** Somebody who is signed in to a project as its operator. */
export const signedIn = async (
  platform: Platform,
  projectId: string,
  view?: View,
): Promise<{ browser: Browser; visitor: Visitor }> => {
  const browser = await openChromium(view);
  try {
    const visitor = await Visitor.at(browser.context, platform.url);
    await visitor.signInByCode(await codeFor(platform, projectId));
    return { browser, visitor };
  } catch (error) {
    await browser.close();
    throw error;
  }
};

/** A token of a project that may do everything in it. */
export const issue = async (
  platform: Platform,
  projectId: string,
  name: string,
): Promise<{ id: string; token: string }> => {
  const operator = await platform.secret('operator-token');
  const wish = { name, scopes: ['read', 'write', 'invoke', 'admin'] };
  const { status, body } = await platform.ask<{ id: string; token: string }>(
    'POST',
    `/v1/projects/${projectId}/tokens`,
    wish,
    operator,
  );
  if (status !== 201) throw new Error(`no token: ${String(status)} ${JSON.stringify(body)}`);
  return body;
};
