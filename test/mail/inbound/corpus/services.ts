import { type CorpusMail, came } from './mail';

/** Ticket systems, lists, newsletters, guards before mailboxes, and our own. */
export const services: readonly CorpusMail[] = [
  came(
    'Zendesk acknowledges a request',
    'support@customer.zendesk.example',
    `
From: Customer Support <support@customer.zendesk.example>
Reply-To: Customer Support <support+id1@customer.zendesk.example>
To: Reply <reply+x@reply.shop.example>
Message-ID: <1_sprut@zendesk.example>
Subject: [Request received] Your question
X-Mailer: Zendesk Mailer
X-Zendesk-From-Account-Id: 1
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
X-Delivery-Context: event-id-1
Date: Mon, 05 Jan 2026 09:00:01 +0000
Content-Type: text/plain; charset=utf-8

Your request (1234) has been received and is being reviewed.`,
  ),
  came(
    'a ticket system that says nothing but who it is',
    'no-reply@desk.example',
    `
From: Desk <no-reply@desk.example>
To: reply+x@reply.shop.example
Subject: Request received: Your question [#1234]
Message-ID: <4@desk.example>
Date: Mon, 05 Jan 2026 09:00:01 +0000
Content-Type: text/plain; charset=utf-8

We will get back to you.`,
  ),
  came(
    'Request Tracker',
    'rt@example.org',
    `
From: "Help via RT" <help@example.org>
To: reply+x@reply.shop.example
Subject: [example.org #12] AutoReply: Your question
RT-Ticket: example.org #12
X-RT-Loop-Prevention: example.org
Precedence: bulk
Message-ID: <rt-5@example.org>
Content-Type: text/plain; charset="utf-8"

Greetings, this message has been created in response to your question.`,
  ),
  came(
    'OTRS',
    'otrs@example.org',
    `
From: Helpdesk <otrs@example.org>
To: reply+x@reply.shop.example
Subject: [Ticket#2026010512] RE: Your question
X-OTRS-Loop: yes
X-Loop: yes
Precedence: bulk
X-Powered-By: OTRS
Message-ID: <1.otrs@example.org>
Content-Type: text/plain; charset=utf-8

Thanks for your mail.`,
  ),
  came(
    'ServiceNow',
    'it@customer.service-now.example',
    `
From: IT Service Desk <it@customer.service-now.example>
To: reply+x@reply.shop.example
Subject: Your request REQ001 has been opened
X-ServiceNow-Generated: true
Message-ID: <6.ServiceNow@app.example>
Content-Type: text/plain

Opened.`,
  ),
  came(
    'Jira',
    'jira@customer.atlassian.example',
    `
From: Jira <jira@customer.atlassian.example>
To: reply+x@reply.shop.example
Subject: SD-12 Your question
X-JIRA-FingerPrint: 1
Auto-Submitted: auto-generated
Precedence: bulk
Message-ID: <JIRA.1@Atlassian.JIRA>
Content-Type: text/plain

Just confirming that we got your request.`,
  ),
  came(
    'Spanish shop, an acknowledgement without headers',
    'pedidos@tienda.example',
    `
From: Pedidos <pedidos@tienda.example>
To: reply+x@reply.shop.example
Subject: =?utf-8?Q?Respuesta_autom=C3=A1tica=3A_su_pregunta?=
Message-ID: <8@tienda.example>
Content-Type: text/plain; charset=utf-8

Este es un mensaje automático, no responda.`,
  ),
  came(
    'Korean company, an acknowledgement without headers',
    'help@hoesa.example',
    `
From: =?utf-8?B?6rOg6rCd7IS87YSw?= <help@hoesa.example>
To: reply+x@reply.shop.example
Subject: =?utf-8?B?W+yekOuPmeydkeuLtV0g66y47J2Y6rCAIOygkeyImOuQmOyXiOyKteuLiOuLpA==?=
Message-ID: <9@hoesa.example>
Content-Type: text/plain; charset=utf-8

본 메일은 자동으로 발송되는 메일입니다.`,
  ),
  came(
    'Boxbe, which wants the sender to be known',
    'notify@boxbe.example',
    `
From: Boxbe <notify@boxbe.example>
To: reply+x@reply.shop.example
Subject: Re: Your question (Action Required)
Message-ID: <10@boxbe.example>
Auto-Submitted: auto-replied
Precedence: bulk
Content-Type: text/plain

Hello, your message is waiting. Please verify that you are a person.`,
  ),
  came(
    'TMDA, challenge and response',
    '',
    `
From: lena+confirm+1@example.org
To: reply+x@reply.shop.example
Subject: Please confirm your message
Auto-Submitted: auto-replied (TMDA)
Precedence: bulk
X-Delivery-Agent: TMDA/1.1
Message-ID: <11@example.org>

Reply to this message to have yours delivered.`,
  ),
  came(
    'Mailman list',
    'team-bounces@lists.example.org',
    `
From: kim@example.com
To: team@lists.example.org
Subject: [team] Re: Your question
Message-ID: <12@example.com>
List-Id: Team <team.lists.example.org>
List-Post: <mailto:team@lists.example.org>
List-Unsubscribe: <https://lists.example.org/options/team>
Precedence: list
Content-Type: text/plain

Fine for me.`,
  ),
  came(
    'Google group',
    'team+bncBC@corp.example',
    `
From: "'Kim' via Team" <team@corp.example>
To: reply+x@reply.shop.example
Subject: Re: Your question
Message-ID: <13@mail.gmail.com>
Precedence: list
Mailing-list: list team@corp.example; contact team+owners@corp.example
List-ID: <team.corp.example>
Content-Type: text/plain

Fine for me.`,
  ),
  came(
    'a newsletter',
    'bounce-1@news.example',
    `
From: News <news@news.example>
To: reply+x@reply.shop.example
Subject: January offers
Message-ID: <14@news.example>
List-Unsubscribe: <https://news.example/u/1>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Content-Type: text/plain

Everything must go.`,
  ),
  came(
    'Amazon marketplace',
    'seller@amazon.example',
    `
From: seller@amazon.example
To: reply+x@reply.shop.example
Subject: Re: Your question
X-Amazon-Auto-Reply: true
Message-ID: <15@amazon.example>
Content-Type: text/plain

Thank you for your e-mail.`,
  ),
  came(
    'a continuity e-mail of our own that a mailbox passed on',
    'kim@example.com',
    `
Resent-From: kim@example.com
From: Shop <help@shop.example>
To: kim@example.com
Reply-To: reply+x@reply.shop.example
Subject: Your question
Message-ID: <0100-1@eu-west-1.amazonses.com>
X-Threadkeeper-Thread: abcdefghijklmnop
Content-Type: text/plain

We have an answer for you.`,
  ),
  came(
    'what comes from our own reply domain',
    'reply+x@reply.shop.example',
    `
From: reply+x@reply.shop.example
To: reply+x@reply.shop.example
Subject: Your question
Message-ID: <16@reply.shop.example>
Content-Type: text/plain

Hello`,
  ),
  came(
    'a cron job',
    'root@host.example.org',
    `
From: root@host.example.org (Cron Daemon)
To: reply+x@reply.shop.example
Subject: Cron <root@host> backup
X-Cron-Env: <SHELL=/bin/sh>
Message-ID: <17@host.example.org>
Content-Type: text/plain

done`,
  ),
];
