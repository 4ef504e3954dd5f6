/** Every recipe, in the order of the triggers. Written by `npm run recipes`. */
import t01Campaign from './t01-campaign.json' with { type: 'json' };
import t01FaqButtons from './t01-faq-buttons.json' with { type: 'json' };
import t01OutsideHours from './t01-outside-hours.json' with { type: 'json' };
import t01PricingPage from './t01-pricing-page.json' with { type: 'json' };
import t01VipWelcome from './t01-vip-welcome.json' with { type: 'json' };
import t02BookingNumber from './t02-booking-number.json' with { type: 'json' };
import t02MenuToTeam from './t02-menu-to-team.json' with { type: 'json' };
import t02SpokenAnswers from './t02-spoken-answers.json' with { type: 'json' };
import t02VoicemailOrChat from './t02-voicemail-or-chat.json' with { type: 'json' };
import t03CampaignFollowers from './t03-campaign-followers.json' with { type: 'json' };
import t03MessengerButtons from './t03-messenger-buttons.json' with { type: 'json' };
import t03VipTeam from './t03-vip-team.json' with { type: 'json' };
import t04PleaseWait from './t04-please-wait.json' with { type: 'json' };
import t04TeamChat from './t04-team-chat.json' with { type: 'json' };
import t04VipFirst from './t04-vip-first.json' with { type: 'json' };
import t06AgentOfCustomer from './t06-agent-of-customer.json' with { type: 'json' };
import t06VipTag from './t06-vip-tag.json' with { type: 'json' };
import t07OfferChat from './t07-offer-chat.json' with { type: 'json' };
import t07VipPriority from './t07-vip-priority.json' with { type: 'json' };
import t08CallbackTag from './t08-callback-tag.json' with { type: 'json' };
import t08OutboundTag from './t08-outbound-tag.json' with { type: 'json' };
import t09AskContact from './t09-ask-contact.json' with { type: 'json' };
import t09RemindAssignee from './t09-remind-assignee.json' with { type: 'json' };
import t10AnythingElse from './t10-anything-else.json' with { type: 'json' };
import t10CloseAfterSilence from './t10-close-after-silence.json' with { type: 'json' };
import t11LeftTheBot from './t11-left-the-bot.json' with { type: 'json' };
import t11Survey from './t11-survey.json' with { type: 'json' };
import t11TagReminder from './t11-tag-reminder.json' with { type: 'json' };
import t12LeftTheIvr from './t12-left-the-ivr.json' with { type: 'json' };
import t12MissedChatLink from './t12-missed-chat-link.json' with { type: 'json' };
import t12MissedTag from './t12-missed-tag.json' with { type: 'json' };
import t12Survey from './t12-survey.json' with { type: 'json' };
import t12WrapUpReminder from './t12-wrap-up-reminder.json' with { type: 'json' };
import t13DeliveryTeam from './t13-delivery-team.json' with { type: 'json' };
import t13ReturnsModule from './t13-returns-module.json' with { type: 'json' };
import t13SuggestTag from './t13-suggest-tag.json' with { type: 'json' };

export const recipes = [
  t01Campaign,
  t01FaqButtons,
  t01OutsideHours,
  t01PricingPage,
  t01VipWelcome,
  t02BookingNumber,
  t02MenuToTeam,
  t02SpokenAnswers,
  t02VoicemailOrChat,
  t03CampaignFollowers,
  t03MessengerButtons,
  t03VipTeam,
  t04PleaseWait,
  t04TeamChat,
  t04VipFirst,
  t06AgentOfCustomer,
  t06VipTag,
  t07OfferChat,
  t07VipPriority,
  t08CallbackTag,
  t08OutboundTag,
  t09AskContact,
  t09RemindAssignee,
  t10AnythingElse,
  t10CloseAfterSilence,
  t11LeftTheBot,
  t11Survey,
  t11TagReminder,
  t12LeftTheIvr,
  t12MissedChatLink,
  t12MissedTag,
  t12Survey,
  t12WrapUpReminder,
  t13DeliveryTeam,
  t13ReturnsModule,
  t13SuggestTag,
];
