// Writes a comment on a pull request of GitHub or Azure DevOps, and updates the one that it wrote before. Needs Node 20 and nothing else.
// COMMENT_FILE: file with the Markdown. COMMENT_KEY: tells several comments of one pull request apart.
// GitHub: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, PULL_REQUEST, and FORK ("true" for a pull request from a fork).
// Azure DevOps: SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT, BUILD_REPOSITORY_ID, SYSTEM_PULLREQUEST_PULLREQUESTID, SYSTEM_ACCESSTOKEN.
import { readFileSync } from 'node:fs';

const { env } = process;

function needed(name) {
  const value = env[name];
  if (value === undefined || value === '') {
    console.error(`${name} is missing; see docs/where-you-work.md`);
    process.exit(2);
  }
  return value;
}

// The whole first line is compared: a key may be a part of another one.
const key = needed('COMMENT_KEY');
if (!/^[\w.-]+$/.test(key)) {
  console.error('COMMENT_KEY: give letters, digits, dots, hyphens and underscores');
  process.exit(2);
}
const marker = `<!-- azureml-network ${key} -->`;
const body = `${marker}\n\n${readFileSync(needed('COMMENT_FILE'), 'utf8')}`;
const isMine = (text) => typeof text === 'string' && text.split(/\r?\n/, 1)[0] === marker;

async function call(method, url, headers, content) {
  const response = await fetch(url, {
    method, headers: { 'Content-Type': 'application/json', ...headers }, ...(content !== undefined && { body: JSON.stringify(content) }),
  });
  if (response.status === 403 && env.FORK === 'true') {
    console.log('::warning::A pull request from a fork has a token that cannot comment. The summary of the job has the same text.');
    process.exit(0);
  }
  if (!response.ok) {
    console.error(`${method} ${url}: ${response.status} ${(await response.text()).slice(0, 500)}`);
    process.exit(1);
  }
  return response.json();
}

async function onGitHub() {
  const [api, repository, number] = [needed('GITHUB_API_URL'), needed('GITHUB_REPOSITORY'), needed('PULL_REQUEST')];
  const headers = { Authorization: `Bearer ${needed('GITHUB_TOKEN')}`, Accept: 'application/vnd.github+json' };
  const issue = `${api}/repos/${repository}/issues/${number}/comments`;
  for (let page = 1; ; page++) {
    const comments = await call('GET', `${issue}?per_page=100&page=${page}`, headers);
    const mine = comments.find((one) => isMine(one.body));
    if (mine !== undefined) {
      return mine.body === body ? 'unchanged'
        : (await call('PATCH', `${api}/repos/${repository}/issues/comments/${mine.id}`, headers, { body }), 'updated');
    }
    if (comments.length < 100) {
      await call('POST', issue, headers, { body });
      return 'written';
    }
  }
}

async function onAzureDevOps() {
  const project = `${needed('SYSTEM_COLLECTIONURI').replace(/\/$/, '')}/${encodeURIComponent(needed('SYSTEM_TEAMPROJECT'))}`;
  const headers = { Authorization: `Bearer ${needed('SYSTEM_ACCESSTOKEN')}` };
  const pull = `pullRequests/${needed('SYSTEM_PULLREQUEST_PULLREQUESTID')}`;
  const threads = `${project}/_apis/git/repositories/${needed('BUILD_REPOSITORY_ID')}/${pull}/threads`;
  const version = 'api-version=7.1';
  const { value } = await call('GET', `${threads}?${version}`, headers);
  const thread = value.find((one) => one.isDeleted !== true && isMine(one.comments?.[0]?.content));
  if (thread !== undefined) {
    const [{ id, content }] = thread.comments;
    return content === body ? 'unchanged'
      : (await call('PATCH', `${threads}/${thread.id}/comments/${id}?${version}`, headers, { content: body }), 'updated');
  }
  // Closed, so that it does not keep the pull request from being completed.
  await call('POST', `${threads}?${version}`, headers, { comments: [{ parentCommentId: 0, content: body, commentType: 1 }], status: 4 });
  return 'written';
}

const what = await (env.SYSTEM_COLLECTIONURI === undefined ? onGitHub() : onAzureDevOps());
console.log(`comment ${what}`);
