/** The route table: all that the API takes. Where two paths fit a request, the first wins. */
import { capacityShape, getCapacity } from './agents';
import { json } from './body';
import * as channels from './channels/channels';
import * as identity from './channels/identity';
import * as reconnect from './channels/reconnect';
import * as secrets from './channels/secrets';
import * as channelShapes from './channels/shapes';
import { continuityShape, getContinuity } from './continuity';
import * as commands from './conversations/commands';
import { explainEntry, explanationShape } from './conversations/explanation';
import * as conversations from './conversations/read';
import { makeReconnectLink, reconnectLinkShape } from './conversations/reconnect-link';
import { revokedShape, revokeReplies, revokeShape } from './conversations/revoke-replies';
import { stateShape } from './conversations/state';
import { timelineList } from './conversations/timeline';
import { customerShape, getCustomer } from './customers';
import { anyObject, jsonSchema, openApiDocument } from './documents';
import { acceptedShape, eventsBody, postEvents } from './events';
import { openFile } from './files';
import { health, healthShape } from './health';
import * as hours from './hours';
import * as keys from './keys';
import * as mailPreview from './mail-preview';
import { parked, parkedDetail, parkedList, retriedShape, unowned } from './parked';
import { pageQuery } from './query';
import { installedShape, installRecipe, installShape } from './recipes/install';
import { listRecipes, recipeList } from './recipes/read';
import { resumedShape, wayBackShape } from './reconnect/answers';
import * as landing from './reconnect/landing';
import { presenceBody, tellPresence } from './reconnect/presence';
import * as prompt from './reconnect/prompt';
import { openRoute, pageRoute, type Route, route } from './route';
import * as settings from './settings';
import * as suppressions from './suppressions';
import { askUnsubscribe, unsubscribe } from './unsubscribe';
import { draftDryRun, dryRun } from './workflows/dry-run';
import { draftDryRunBody, dryRunBody } from './workflows/dry-run-body';
import * as edit from './workflows/edit';
import { outcomeShape } from './workflows/outcome';
import { pauseWorkflow, publishWorkflow } from './workflows/publish';
import * as workflows from './workflows/read';
import { getRevision, revisionShape } from './workflows/revisions';
import { workflowList, workflowShape } from './workflows/shapes';
import * as statistics from './workflows/statistics';
import { refuseIfSystem } from './workflows/system';

const CONVERSATION = '/v1/conversations/{channelId}/{conversationId}';
const UNSUBSCRIBE = '/mail/unsubscribe/{token}';
const state = { 200: stateShape };
const none = { 204: null };

export const routes: readonly Route[] = [
  openRoute('/healthz', { summary: 'Says that the API answers', answers: { 200: healthShape }, open: health }),
  openRoute('/openapi.json', { summary: 'This document', answers: { 200: anyObject }, open: openApiDocument }),
  openRoute('/schemas/{file}', {
    summary: 'A shape as JSON Schema: message.created.json, Workflow.json…',
    answers: { 200: anyObject },
    open: jsonSchema,
  }),

  pageRoute('GET', UNSUBSCRIBE, {
    summary: 'Asks a customer, who followed the link of an e-mail, whether to send no more; changes nothing',
    answers: { 200: null, 404: null },
    open: askUnsubscribe,
  }),
  pageRoute('POST', UNSUBSCRIBE, {
    summary: 'Sends no more e-mails to the address; one click of a mail program (RFC 8058), and the button of the page',
    answers: { 200: null, 400: null, 404: null },
    open: unsubscribe,
  }),
  pageRoute('GET', '/files/{token}', {
    summary: 'Leads to a file that a customer sent by e-mail, by its link in the conversation',
    answers: { 302: null, 404: null },
    open: openFile,
  }),

  route('POST', '/v1/events', {
    scope: 'write',
    summary: 'Takes one CloudEvent or up to 100; answers once they are durably queued',
    answers: { 202: acceptedShape },
    body: eventsBody,
    handle: postEvents,
  }),

  route('GET', '/v1/workflows', {
    scope: 'read',
    summary: 'Workflows in priority order, with statistics',
    answers: { 200: workflowList },
    query: pageQuery,
    handle: workflows.listWorkflows,
  }),
  route('POST', '/v1/workflows', {
    scope: 'write',
    summary: 'Makes a draft',
    answers: { 201: workflowShape },
    body: edit.draftBody,
    handle: edit.createWorkflow,
  }),
  route('PUT', '/v1/workflows/order', {
    scope: 'write',
    summary: 'Sets the priority order, live at once',
    answers: { 200: workflows.orderShape },
    body: json(workflows.orderShape),
    handle: workflows.orderWorkflows,
  }),
  route('GET', '/v1/workflows/{id}', {
    scope: 'read',
    summary: "A workflow's newest revision, with statistics",
    answers: { 200: workflowShape },
    handle: workflows.getWorkflow,
  }),
  route('PUT', '/v1/workflows/{id}', {
    scope: 'write',
    summary: 'Edits the draft; what is published goes on',
    answers: { 200: workflowShape },
    body: edit.draftBody,
    refuse: ({ id }) => refuseIfSystem(id),
    handle: edit.editWorkflow,
  }),
  route('DELETE', '/v1/workflows/{id}', {
    scope: 'write',
    summary: 'Deletes a workflow; its runs go on',
    answers: none,
    handle: edit.deleteWorkflow,
  }),
  route('GET', '/v1/workflows/{id}/revisions/{revision}', {
    scope: 'read',
    summary: 'A revision as it was published, of a deleted workflow too',
    answers: { 200: revisionShape },
    handle: getRevision,
  }),
  route('POST', '/v1/workflows/{id}/publish', {
    scope: 'write',
    summary: 'Lets the newest revision run',
    answers: { 200: workflowShape },
    handle: publishWorkflow,
  }),
  route('POST', '/v1/workflows/{id}/pause', {
    scope: 'write',
    summary: 'Stops a workflow from starting',
    answers: { 200: workflowShape },
    handle: pauseWorkflow,
  }),
  route('GET', '/v1/workflows/{id}/statistics', {
    scope: 'read',
    summary: 'Starts, completions and drop-offs, by step and by day',
    answers: { 200: statistics.statisticsShape },
    query: statistics.daysQuery,
    handle: statistics.getStatistics,
  }),
  route('POST', '/v1/workflows/test', {
    scope: 'read',
    summary: 'Dry run of a workflow that is not stored',
    answers: { 200: outcomeShape },
    body: draftDryRunBody,
    handle: draftDryRun,
  }),
  route('POST', '/v1/workflows/{id}/test', {
    scope: 'read',
    summary: 'Dry run: what the draft would do with an event, and why',
    answers: { 200: outcomeShape },
    body: dryRunBody,
    handle: dryRun,
  }),

  route('GET', '/v1/recipes', {
    scope: 'read',
    summary: 'Recipes: workflows ready to install',
    answers: { 200: recipeList },
    query: pageQuery,
    handle: listRecipes,
  }),
  route('POST', '/v1/recipes/{key}/install', {
    scope: 'write',
    summary: 'Makes the drafts of a recipe',
    answers: { 201: installedShape },
    body: json(installShape, { optional: true }),
    handle: installRecipe,
  }),

  route('GET', '/v1/channels', {
    scope: 'read',
    summary: 'Channels',
    answers: { 200: channelShapes.channelList },
    query: pageQuery,
    handle: channels.listChannels,
  }),
  route('POST', '/v1/channels', {
    scope: 'admin',
    summary: 'Makes a channel; shows its secret once',
    answers: { 201: channelShapes.madeChannelShape },
    body: json(channelShapes.newChannelShape),
    handle: channels.createChannel,
  }),
  route('GET', '/v1/channels/{id}', {
    scope: 'read',
    summary: 'A channel',
    answers: { 200: channelShapes.channelShape },
    handle: channels.getChannel,
  }),
  route('PUT', '/v1/channels/{id}', {
    scope: 'admin',
    summary: 'Replaces name and configuration',
    answers: { 200: channelShapes.channelShape },
    body: json(channelShapes.channelEditShape),
    handle: channels.editChannel,
  }),
  route('DELETE', '/v1/channels/{id}', {
    scope: 'admin',
    summary: 'Deletes a channel',
    answers: none,
    handle: channels.deleteChannel,
  }),
  route('GET', '/v1/channels/{id}/reconnect', {
    scope: 'read',
    summary: 'How the channel brings customers back who were cut off',
    answers: { 200: reconnect.reconnectShape },
    handle: reconnect.getReconnect,
  }),
  route('PUT', '/v1/channels/{id}/reconnect', {
    scope: 'admin',
    summary: 'Sets how the channel brings customers back who were cut off',
    answers: { 200: reconnect.reconnectShape },
    body: json(reconnect.reconnectShape),
    handle: reconnect.putReconnect,
  }),
  route('DELETE', '/v1/channels/{id}/reconnect', {
    scope: 'admin',
    summary: 'Lets the channel wait for nobody',
    answers: none,
    handle: reconnect.deleteReconnect,
  }),
  route('GET', '/v1/channels/{id}/identity', {
    scope: 'admin',
    summary: "How the channel's site proves who its customers are; secrets by their hints",
    answers: { 200: identity.identityShape },
    handle: identity.getIdentity,
  }),
  route('PUT', '/v1/channels/{id}/identity', {
    scope: 'admin',
    summary: "Sets how the channel's site proves who its customers are",
    answers: { 200: identity.identityShape },
    body: json(identity.newIdentityShape),
    handle: identity.putIdentity,
  }),
  route('DELETE', '/v1/channels/{id}/identity', {
    scope: 'admin',
    summary: 'Lets no customer prove who they are',
    answers: none,
    handle: identity.deleteIdentity,
  }),
  route('POST', '/v1/channels/{id}/secrets', {
    scope: 'admin',
    summary: 'Adds a secret, shown once; the others stay valid',
    answers: { 201: channelShapes.madeSecretShape },
    body: json(channelShapes.newSecretShape, { optional: true }),
    handle: secrets.addSecret,
  }),
  route('DELETE', '/v1/channels/{id}/secrets/{hint}', {
    scope: 'admin',
    summary: 'Takes a secret out of use',
    answers: none,
    handle: secrets.deleteSecret,
  }),

  route('GET', '/v1/settings', {
    scope: 'read',
    summary: 'Settings of the workspace',
    answers: { 200: settings.settingsShape },
    handle: settings.getSettings,
  }),
  route('PUT', '/v1/settings', {
    scope: 'admin',
    summary: 'Sets all settings, live at once',
    answers: { 200: settings.savedSettingsShape },
    body: settings.settingsBody,
    handle: settings.putSettings,
  }),
  route('PATCH', '/v1/settings', {
    scope: 'admin',
    summary: 'Changes some settings, live at once',
    answers: { 200: settings.savedSettingsShape },
    body: json(settings.settingsPatchShape),
    handle: settings.patchSettings,
  }),
  route('GET', '/v1/settings/continuity', {
    scope: 'read',
    summary: 'Whether unread answers can go on by e-mail, and what customers would hear twice',
    answers: { 200: continuityShape },
    handle: getContinuity,
  }),
  route('GET', '/v1/settings/hours', {
    scope: 'read',
    summary: 'Whether it is inside the operating hours now, and until when',
    answers: { 200: hours.hoursShape },
    handle: hours.getHours,
  }),
  route('PUT', '/v1/settings/hoursOverride', {
    scope: 'write',
    summary: 'Opens or closes by hand until the schedule opens or closes next',
    answers: { 200: hours.hoursShape },
    body: json(hours.overrideShape),
    handle: hours.putOverride,
  }),
  route('DELETE', '/v1/settings/hoursOverride', {
    scope: 'write',
    summary: 'Goes back to the schedule',
    answers: none,
    handle: hours.deleteOverride,
  }),

  route('GET', '/v1/mail/preview', {
    scope: 'read',
    summary: 'How continuity e-mails look, with sample messages',
    answers: { 200: mailPreview.previewShape },
    query: mailPreview.previewQuery,
    handle: mailPreview.getPreview,
  }),
  route('POST', '/v1/mail/preview', {
    scope: 'read',
    summary: 'How continuity e-mails would look, with a look that is not stored',
    answers: { 200: mailPreview.previewShape },
    body: json(mailPreview.previewAskedShape),
    handle: mailPreview.postPreview,
  }),

  route('GET', '/v1/conversations', {
    scope: 'read',
    summary: 'The last conversations of a customer, newest first',
    answers: { 200: conversations.conversationList },
    query: conversations.customerQuery,
    handle: conversations.listConversations,
  }),
  route('GET', CONVERSATION, {
    scope: 'read',
    summary: "A conversation's state",
    answers: state,
    handle: conversations.getConversation,
  }),
  route('GET', `${CONVERSATION}/timeline`, {
    scope: 'read',
    summary: 'What happened in it, and why, oldest first',
    answers: { 200: timelineList },
    query: pageQuery,
    handle: conversations.getTimeline,
  }),
  route('GET', `${CONVERSATION}/timeline/{entryId}/explanation`, {
    scope: 'read',
    summary: 'Why each workflow fired or not on an event, every condition with what was found',
    answers: { 200: explanationShape },
    handle: explainEntry,
  }),
  route('POST', `${CONVERSATION}/open`, {
    scope: 'write',
    summary: 'Opens it, as an agent does',
    answers: state,
    body: json(commands.openShape, { optional: true }),
    handle: commands.openConversation,
  }),
  route('POST', `${CONVERSATION}/close`, {
    scope: 'write',
    summary: 'Closes it',
    answers: state,
    body: json(commands.closeShape, { optional: true }),
    handle: commands.closeConversation,
  }),
  route('POST', `${CONVERSATION}/snooze`, {
    scope: 'write',
    summary: 'Snoozes it for a while or until a time',
    answers: state,
    body: json(commands.snoozeShape),
    handle: commands.snoozeConversation,
  }),
  route('POST', `${CONVERSATION}/assign`, {
    scope: 'write',
    summary: 'Assigns an agent, a team or both',
    answers: state,
    body: json(commands.assignShape),
    handle: commands.assignConversation,
  }),
  route('POST', `${CONVERSATION}/message`, {
    scope: 'write',
    summary: 'Writes a message or an internal note into it',
    answers: state,
    body: json(commands.messageShape),
    handle: commands.sendMessage,
  }),

  route('POST', `${CONVERSATION}/revokeReplies`, {
    scope: 'write',
    summary: 'Takes its reply address out of use, for good: e-mails to it become private notes',
    answers: { 200: revokedShape },
    body: json(revokeShape, { optional: true }),
    handle: revokeReplies,
  }),
  route('POST', `${CONVERSATION}/module`, {
    scope: 'write',
    summary: 'Starts a module in it, as an agent does',
    answers: state,
    body: json(commands.moduleShape),
    handle: commands.startModule,
  }),
  route('POST', `${CONVERSATION}/reconnect-link`, {
    scope: 'write',
    summary: 'Makes a link by which its customer comes back, while this session goes on',
    answers: { 200: reconnectLinkShape },
    handle: makeReconnectLink,
  }),

  openRoute('/r/{token}', {
    summary: 'Where a link back leads: a page with one button, or JSON; changes nothing',
    answers: { 200: wayBackShape, 303: null },
    isPage: true,
    open: landing.seeLink,
  }),
  openRoute('/r/{token}', {
    method: 'POST',
    summary: 'Goes on with the conversation of a link: leads to the portal, or answers JSON',
    answers: { 200: resumedShape, 303: null },
    isPage: true,
    open: landing.followLink,
  }),
  openRoute('/r/{token}', {
    method: 'OPTIONS',
    summary: 'Says to browsers whether a page may follow links in the background',
    answers: none,
    open: landing.preflightLink,
  }),
  openRoute('/v1/reconnect', {
    summary: 'What the customer, by a token of the site, can go on with at the channel',
    answers: { 200: prompt.promptShape },
    query: prompt.promptQuery,
    open: prompt.listResumable,
  }),
  openRoute('/v1/reconnect/continue', {
    method: 'POST',
    summary: 'Goes on with one of them',
    answers: { 200: resumedShape },
    query: prompt.pageQuery,
    body: prompt.continueBody,
    open: prompt.continueOne,
  }),
  openRoute('/v1/reconnect/new', {
    method: 'POST',
    summary: 'Where a new conversation begins; ends none',
    answers: { 200: prompt.newConversationShape },
    query: prompt.pageQuery,
    body: prompt.newBody,
    open: prompt.beginNew,
  }),
  openRoute('/v1/reconnect/presence', {
    method: 'POST',
    summary:
      'Tells that the customer is there, at least once a minute (after two of silence they count as gone), or that the page is going; by a token of the site or of a link',
    answers: none,
    query: prompt.pageQuery,
    body: presenceBody,
    open: tellPresence,
  }),
  ...['', '/continue', '/new', '/presence'].map((path) =>
    openRoute(`/v1/reconnect${path}`, {
      method: 'OPTIONS',
      summary: "Says to browsers whether a page may ask: those of the channel's portal may",
      answers: none,
      query: prompt.pageQuery,
      open: prompt.preflightPage,
    }),
  ),

  route('GET', '/v1/agents/{id}/capacity', {
    scope: 'read',
    summary: 'How many conversations take an agent up, and for which customers capacity is kept',
    answers: { 200: capacityShape },
    handle: getCapacity,
  }),

  route('GET', '/v1/customers/{id}', {
    scope: 'read',
    summary: 'What is known of a customer',
    answers: { 200: customerShape },
    handle: getCustomer,
  }),

  route('GET', '/v1/parked', {
    scope: 'read',
    summary: 'Messages that could not be handled, newest first',
    answers: { 200: parkedList },
    query: pageQuery,
    handle: parked.list,
  }),
  route('GET', '/v1/parked/unowned', {
    scope: 'admin',
    summary: 'Parked messages that name no workspace, of the whole installation, newest first',
    answers: { 200: parkedList },
    query: pageQuery,
    handle: unowned.list,
  }),
  route('GET', '/v1/parked/unowned/{id}', {
    scope: 'admin',
    summary: 'A parked message that names no workspace, whole',
    answers: { 200: parkedDetail },
    handle: unowned.get,
  }),
  route('POST', '/v1/parked/unowned/{id}/retry', {
    scope: 'admin',
    summary: 'Sends a message that names no workspace again, if by now it can be read',
    answers: { 202: retriedShape },
    handle: unowned.retry,
  }),
  route('DELETE', '/v1/parked/unowned/{id}', {
    scope: 'admin',
    summary: 'Gives up a message that names no workspace',
    answers: none,
    handle: unowned.remove,
  }),
  route('GET', '/v1/parked/{id}', {
    scope: 'read',
    summary: 'A parked message, whole',
    answers: { 200: parkedDetail },
    handle: parked.get,
  }),
  route('POST', '/v1/parked/{id}/retry', {
    scope: 'admin',
    summary: 'Sends it again',
    answers: { 202: retriedShape },
    handle: parked.retry,
  }),
  route('DELETE', '/v1/parked/{id}', {
    scope: 'admin',
    summary: 'Gives it up',
    answers: none,
    handle: parked.remove,
  }),

  route('GET', '/v1/suppressions', {
    scope: 'read',
    summary: 'Addresses that are not written to any more, newest first',
    answers: { 200: suppressions.suppressionList },
    query: pageQuery,
    handle: suppressions.listSuppressions,
  }),
  route('POST', '/v1/suppressions', {
    scope: 'write',
    summary: 'Has an address not written to any more',
    answers: { 200: suppressions.suppressionShape, 201: suppressions.suppressionShape },
    body: json(suppressions.newSuppressionShape),
    handle: suppressions.addSuppression,
  }),
  route('GET', '/v1/suppressions/{address}', {
    scope: 'read',
    summary: 'Why an address is not written to',
    answers: { 200: suppressions.suppressionShape },
    handle: suppressions.getSuppression,
  }),
  route('DELETE', '/v1/suppressions/{address}', {
    scope: 'write',
    summary: 'Has an address written to again',
    answers: none,
    handle: suppressions.removeSuppression,
  }),

  route('GET', '/v1/keys', {
    scope: 'admin',
    summary: 'API keys',
    answers: { 200: keys.keyList },
    query: pageQuery,
    handle: keys.listKeys,
  }),
  route('POST', '/v1/keys', {
    scope: 'admin',
    summary: 'Makes an API key, shown once',
    answers: { 201: keys.madeKeyShape },
    body: json(keys.newKeyShape),
    handle: keys.createKey,
    repeated: keys.keyShownBefore,
  }),
  route('DELETE', '/v1/keys/{id}', {
    scope: 'admin',
    summary: 'Deletes an API key',
    answers: none,
    handle: keys.deleteKey,
  }),
];
