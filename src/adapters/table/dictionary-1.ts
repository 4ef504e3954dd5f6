/**
 * What the JSON of conversations, timeline entries, customers and workflows is made of, the most frequent last (near matches
 * cost fewer bits). Never changed once it was deployed: what is stored could not be read any more. A better one is dictionary 2.
 */
const seldom = [
  '"conversation.queued","conversation.unassigned","conversation.snoozed","session.ended","session.windowClosed"',
  '"teamMessage.created","data":{"teamChatId":"workflow.requested","message.deleted","customer.updated","effect.failed"',
  '"missedReason":"allAgentsBusy""userLeft""exceededQueue""abandonedInQueue""ringTimeOver""noOperator""notInOperation"',
  '{"kind":"call","status":"wrapUp","snoozed","snoozedUntil":1"closedAt":1"closedBy":"workflow""inactivity"',
  '"call":{"state":"ringing","direction":"inbound","outbound","from":"+8210","to":"+8270","answered":true,"durationSeconds":',
  '"type":"call.queued","call.placed","call.answered","call.inbound","call.ended","call.ringing","receivedAt":1',
  '{"name":"","trigger":{"type":"chat.customerWaiting","timing":"every","wait":"PT3M","scope":"inInbox"},"filter":{"all":[{',
  '"not":{"any":[{"fact":"conversation.tags","op":"containsNone","value":[""]}]},"hours":"always","mode":"background","steps":[',
  '{"do":"message.send","text":"{{customer.name}}"},{"do":"conversation.close"},{"do":"wait","duration":"PT10M","cancelOn":[',
  '{"do":"branch","branches":[{"when":{"steps":[{"do":"agent.assign""team.assign","teamId":""}],"otherwise":[{"do":"note.add",',
  '"activeSince":1,"publishedAt":1"settings":{"inactivity":"PT24H","wrapUp":"PT15M","language":"ko","fuse":20},"workflows":[',
  '"effect.answered","data":{"effectId":"ef_","runId":"","workflowId":"","type":"webhook.call","status":200,"body":{"results":{',
  '{"url":"https://","method":"POST","headers":{"content-type":"application/json"},"body":{"as":"result","reason":"","attempts":',
  '"type":"customer.disconnected","data":{"connectionId":"customer.connected","type":"conversation.updated","data":{"addTags":[',
  '"conversation.tag","fields":{"tags":["priority.set","fields":{"priority":"high"},"message.send","fields":{"text":"',
  '"recentRuns":{"wf_":[1"runs":[{"id":"","workflowId":"wf_","revision":1,"trigger":"chat.agentWaiting","mode":"exclusive",',
  '"startedAt":1,"cause":{"firedBy":"","at":[0,"branches",0,"steps",1],"effects":1,"lastEffect":"ef_","waitsFor":{"kind":"wait",',
  '"cancelOn":["customerMessage","closed"]}}]"kind":"effect","effectId":"ef_","until":1"anchors":[{"kind":"runStep",',
  '{"schema":1,"workspaceId":"ws_","version":2,"createdAt":1,"updatedAt":1,"conversations":[{"channelId":"","conversationId":"',
  '"phone":"+8210","country":"KR","timeZone":"Asia/Seoul","member":true,"segments":[],"profile":{"tier":"VIP","tags":["',
];
const usual = [
  '"runs":[{"runId":"","workflowId":"wf_","change":"started"},{"change":"completed"},{"change":"suspended","resumed","failed",',
  '"channel":[{"schema":1,"id":"ef_","type":"note.add","lane":"channel","fields":{"text":"},"workflowId":"wf_","runId":"',
  '"after":"ef_","awaited":true,"lane":"slow","cause":{"rootEventId":"evt_","runId":"","workflowId":"","depth":1},"createdAt":1',
  '"notAfter":1"effects":[{"id":"ef_","type":"message.send","workflowId":"wf_","runId":"","fields":{"text":"',
  '"fired":true,"runId":"","trigger":"call.ended","chat.closed","chat.opened","message.agent","message.customer","episode":"',
  '"reason":{"kind":"scope","detail":"the conversation is not in the inbox""kind":"kind","detail":"the message is an internal note"}',
  '"waits":[{"kind":"customerWaiting","episode":"","since":1,"outcome":"cancelled","due":1,"why":"agent replied""outcome":"fired"',
  '"waitsStarted":[{"kind":"customerWaitingWhenOpened","episode":"","since":1},{"kind":"agentWaiting","since":1"due":1',
  '{"workflowId":"wf_","revision":1,"trigger":"message.customer","episode":"","fired":false,"reason":{"kind":"condition",',
  '"path":"/filter/all/0","fact":"message.text","op":"contains","expected":["","actual":""}},"fact":"customer.tier","op":"is",',
  '"expected":"VIP"}}],"moreNotFired":"disarm":1,"arm":1},"unread":[{"messageId":"","at":1',
  '"previous":{"kind":"chat","tags":[]},"description":"","teamId":"","priority":"high","campaignId":"","messenger":"kakao"',
  '"customer":{"id":"","name":"","email":"@example.com","language":"ko","tier":"VIP"}},"customers":[{"id":"","customerId":"","at":1',
  '"set":{"name":"","email":"@gmail.com","language":"en"}},"conversation":{"channelId":"","conversationId":"","kind":"chat","startedAt":1',
  '"type":"conversation.started","receivedAt":1,"origin":"channel","data":{"kind":"chat","by":"customer","page":{"url":"https://www.',
  '"type":"conversation.opened","data":{"by":"customer"}"type":"conversation.assigned","data":{"agentId":""type":"conversation.closed",',
  '"type":"message.read","receivedAt":1,"origin":"channel","data":{"upToMessageId":""origin":"command"',
  '"type":"message.created","receivedAt":1,"origin":"channel","data":{"messageId":"","author":{"type":"agent","id":"","name":""},"text":"',
  '"author":{"type":"customer","id":"","name":""},"text":"","private":true,"silent":"via":"chat"}},"files":[{"name":"","url":"https://',
  '습니다. 안녕하세요, 감사합니다. 고객님 주문 확인 배송 반품 교환 환불 문의 부탁드립니다 해 주세요',
];
const always = [
  '{"schema":1,"ref":{"workspaceId":"ws_","channelId":"web","conversationId":"chat-"},"kind":"chat","status":"started","inInbox":false,',
  '"status":"closed","inInbox":true,"queued":true,"status":"open","inInbox":true,"queued":false,"startedAt":1,"touchedAt":1,',
  '"openedCount":0,"firstOpenings":{},"openedCount":1,"firstOpenings":{"customer":true},"tags":[],"connections":[],"unread":[],',
  '"anchors":[{"kind":"inactivity","since":1,"episode":"","passedUpTo":-1,"dueAt":1}],"judgedAt":1}],"fired":["wf_',
  '"anchors":[{"kind":"agentWaiting","since":1"anchors":[{"kind":"customerWaiting","since":1"episode":"","passedUpTo":-1}],',
  '"runs":[],"recentRuns":{},"applied":["","],"sequence":1,"customerId":"","startedBy":"customer","page":{"url":"https://","title":""},',
  '"armed":1,"lastMessage":{"by":"customer","messageId":"","at":1,"via":"chat","hasFiles":false,"text":"","by":"agent","messageId":"',
  '"openedAt":1,"agentId":"","outbox":{"batchId":"","since":1,"timeline":[{"schema":1,"id":"","sequence":1,"at":1',
  '"kind":"event","event":{"schema":1,"id":"evt_","workspaceId":"ws_","channelId":"web","subject":"chat-","type":"message.created",',
  '"receivedAt":1,"origin":"channel","data":{"messageId":""}},"evaluations":[{"workflowId":"wf_","configuration":',
  '}],"channel":[],"slow":[],"customers":[]}}',
];

export const DICTIONARY_1 = [...seldom, ...usual, ...always].join('');
