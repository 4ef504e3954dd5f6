import { type CorpusMail, came } from './mail';

/** People who are away, and the programs that say so. */
export const vacation: readonly CorpusMail[] = [
  came(
    'Gmail vacation responder, Korean',
    'kim@gmail.com',
    `
Received: by mail-qt1-f178.google.com with SMTP id d75a77b69052e so1; Mon, 05 Jan 2026 01:00:02 -0800 (PST)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=gmail.com; s=20230601; h=to:subject:message-id:date:from; b=ab
X-Gm-Message-State: AOJu0Yx
MIME-Version: 1.0
X-Autoreply: yes
Auto-Submitted: auto-replied
Precedence: bulk
From: =?UTF-8?B?6rmA66+87KeA?= <kim@gmail.com>
Date: Mon, 5 Jan 2026 18:00:01 +0900
Message-ID: <CAJ+1@mail.gmail.com>
Subject: =?UTF-8?B?7Zy06rCAIOykkeyeheuLiOuLpCBSZTog66y47J2Y?=
To: reply+x@reply.shop.example
Content-Type: multipart/alternative; boundary="0000000000009d0e7c"

--0000000000009d0e7c
Content-Type: text/plain; charset="UTF-8"

1월 12일까지 휴가입니다. 급한 일은 02-123-4567로 연락 주세요.
--0000000000009d0e7c
Content-Type: text/html; charset="UTF-8"

<div dir="ltr">1월 12일까지 휴가입니다. 급한 일은 02-123-4567로 연락 주세요.</div>
--0000000000009d0e7c--`,
  ),
  came(
    'Exchange Online, out of office, Korean',
    '',
    `
Received: from SL2P216CA0001.KORP216.PROD.OUTLOOK.COM (2603:1096:101::1) by SE1P216MB1 with HTTPS; Mon, 5 Jan 2026 09:00:03 +0000
From: =?ks_c_5601-1987?B?sejAzMH2?= <kim@contoso.example>
To: Shop <reply+x@reply.shop.example>
Subject: =?ks_c_5601-1987?B?wNq1vyDIuL3FOiC5rsDH?=
Thread-Topic: x
Date: Mon, 5 Jan 2026 09:00:02 +0000
Message-ID: <8a1@SE1P216MB1.KORP216.PROD.OUTLOOK.COM>
References: <0100-1@eu-west-1.amazonses.com>
In-Reply-To: <0100-1@eu-west-1.amazonses.com>
X-MS-Has-Attach:
X-Auto-Response-Suppress: All
X-MS-Exchange-Inbox-Rules-Loop: kim@contoso.example
auto-submitted: auto-generated
Content-Type: text/plain; charset="utf-8"
MIME-Version: 1.0

출장 중으로 1월 9일에 회신 드리겠습니다.`,
  ),
  came(
    'Exchange, German, behind a gateway that removed what it does not know',
    'max@firma.example',
    `
From: Max Muster <max@firma.example>
To: reply+x@reply.shop.example
Subject: Automatische Antwort: Ihre Frage
Date: Mon, 5 Jan 2026 10:00:02 +0100
Message-ID: <6b2@EX01.firma.example>
X-Auto-Response-Suppress: DR, OOF, AutoReply
MIME-Version: 1.0
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html><body><p>Vielen Dank f=FCr Ihre Nachricht. Ich bin erst am 12.01. wieder erreichbar.</p></body></html>`,
  ),
  came(
    'Exchange, English, no header but the subject and what it says',
    'ann@corp.example',
    `
From: Ann Lee <ann@corp.example>
To: reply+x@reply.shop.example
Subject: Out of Office AutoReply: Your question
Date: Mon, 5 Jan 2026 09:00:02 +0000
Message-ID: <77@corp.example>
Content-Type: text/plain

I am currently out of the office with limited access to email. I will be back on 12 January.`,
  ),
  came(
    'Naver mail',
    'kim@naver.com',
    `
Received: from cvsendbo01.nm.naver.com (unknown [10.112.1.1]) by cvsendbo01.nm.naver.com with ESMTP; Mon, 05 Jan 2026 18:00:01 +0900
Message-ID: <ab12@cweb01.nm.naver.com>
Date: Mon, 5 Jan 2026 18:00:01 +0900 (KST)
From: "=?utf-8?B?6rmA66+87KeA?=" <kim@naver.com>
To: <reply+x@reply.shop.example>
Subject: =?utf-8?B?W+u2gOyerOykkSDsnpDrj5nsnZHri7VdIFJlOiDrrLjsnZg=?=
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body><div>안녕하세요. 현재 부재중입니다. 1월 7일에 확인하겠습니다.</div></body></html>`,
  ),
  came(
    'Daum mail',
    '',
    `
Received: from mail-hammer-we1.s2.krane.9rum.cc ([10.1.2.3]) by hanmail.net; Mon, 05 Jan 2026 18:00:01 +0900
From: "=?utf-8?B?7J207ISc7JewIA==?=" <lee@daum.net>
To: <reply+x@reply.shop.example>
Subject: =?utf-8?B?67aA7J6s7KSR7J6F64uI64uk?=
Date: Mon, 05 Jan 2026 18:00:01 +0900 (KST)
Message-ID: <20260105180001.HM.1@lee.wwl1.hanmail.net>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8

부재중입니다. 나중에 답장 드리겠습니다.`,
  ),
  came(
    'Yahoo! Japan mail',
    'sato@yahoo.co.jp',
    `
Received: from unknown (HELO web1.mail.djm.ynwp.yahoo.co.jp) (10.0.0.1) by mail1.kks.yahoo.co.jp; 5 Jan 2026 18:00:01 +0900
From: =?UTF-8?B?5L2Q6Jek?= <sato@yahoo.co.jp>
To: reply+x@reply.shop.example
Subject: =?UTF-8?B?6Ieq5YuV6L+U5L+h77yaUmU6IOOBiuWVj+OBhOWQiOOCj+OBmw==?=
Date: Mon, 5 Jan 2026 18:00:01 +0900
Message-ID: <1@mail.yahoo.co.jp>
X-Auto-Response-Suppress: OOF
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8

ただいま休暇中のため、1月8日以降にご連絡いたします。`,
  ),
  came(
    'Japanese company, ISO-2022-JP, sent by a program on its mail server',
    'tanaka@kaisha.example',
    `
From: tanaka@kaisha.example
To: reply+x@reply.shop.example
Subject: =?ISO-2022-JP?B?GyRCSVQ6X0RMQ04bKEI=?=
Date: Mon, 5 Jan 2026 18:00:01 +0900
Message-ID: <9@kaisha.example>
Precedence: junk
MIME-Version: 1.0
Content-Type: text/plain; charset=ISO-2022-JP
Content-Transfer-Encoding: 7bit

\u001b$B:#1F$O30=PCf$G$9\u001b(B`,
  ),
  came(
    'Sieve vacation (Dovecot Pigeonhole)',
    '',
    `
X-Sieve: Pigeonhole Sieve 0.5.21
Message-ID: <dovecot-sieve-1767603601-1-0@mail.example.org>
Date: Mon, 05 Jan 2026 10:00:01 +0100
From: <paul@example.org>
To: <reply+x@reply.shop.example>
Subject: Auto: Re: Your question
In-Reply-To: <0100-1@eu-west-1.amazonses.com>
References: <0100-1@eu-west-1.amazonses.com>
Auto-Submitted: auto-replied (vacation)
Precedence: bulk
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Je suis absent jusqu'au 12 janvier.`,
  ),
  came(
    'vacation(1) of a Unix machine',
    'vacation@host.example.org',
    `
From: lena@example.org (via the vacation program)
To: reply+x@reply.shop.example
Subject: away from my mail
Date: Mon, 5 Jan 2026 10:00:01 +0100
Message-Id: <202601050900.1@host.example.org>
Delivered-By-The-Graces-Of: The Vacation program
Precedence: bulk

I will not be reading my mail for a while.`,
  ),
  came(
    'cPanel autoresponder',
    'ana@tienda.example',
    `
From: Ana <ana@tienda.example>
To: reply+x@reply.shop.example
Subject: Estoy de viaje
Date: Mon, 5 Jan 2026 10:00:01 +0100
Message-ID: <E1@server.tienda.example>
X-Autorespond: Re: su pregunta
X-Precedence: auto_reply
Precedence: auto_reply
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Vuelvo el lunes.`,
  ),
  came(
    'qmail autoresponder',
    'jo@example.net',
    `
Delivered-To: Autoresponder
Mailing-List: contact jo@example.net; Precedence: bulk
Message-ID: <1767603601.1.autoresponder@example.net>
From: jo@example.net
To: reply+x@reply.shop.example
Subject: gone fishing
Date: 5 Jan 2026 09:00:01 -0000

Back next week.`,
  ),
  came(
    'FirstClass',
    'eve@school.example',
    `
Message-id: <fc.1@school.example>
X-FC-MachineGenerated: true
X-FC-Icon-ID: 23047
From: eve@school.example
To: reply+x@reply.shop.example
Subject: Re: Your question
Date: Mon, 05 Jan 2026 09:00:01 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8

The office is closed until 12 January.`,
  ),
  came(
    'Lotus Notes',
    'pia@bank.example',
    `
From: pia@bank.example
To: reply+x@reply.shop.example
Subject: =?UTF-8?Q?AUTO=3A_Pia_Muster_ist_au=C3=9Fer_Haus_=28R=C3=BCckkehr_am_12=2E01=2E2026=29?=
Date: Mon, 5 Jan 2026 10:00:02 +0100
Message-ID: <OF1.ON2@bank.example>
Auto-Submitted: auto-generated
X-Mailer: IBM Notes Release 9.0.1
MIME-Version: 1.0
Content-type: text/plain; charset=UTF-8

Ich kehre zurück am 12.01.2026.`,
  ),
  came(
    'Zimbra',
    'noa@univ.example',
    `
From: noa@univ.example
To: reply+x@reply.shop.example
Subject: Re: Votre question
Date: Mon, 5 Jan 2026 10:00:01 +0100 (CET)
Message-ID: <1.zimbra@univ.example>
In-Reply-To: <0100-1@eu-west-1.amazonses.com>
Auto-Submitted: auto-replied (zimbra; readonly)
Precedence: bulk
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

En congé jusqu'au 12.`,
  ),
  came(
    'CommuniGate Pro rule',
    'rita@example.it',
    `
X-Autogenerated: Reply
From: rita@example.it
To: reply+x@reply.shop.example
Subject: Re: La sua domanda
Date: Mon, 5 Jan 2026 10:00:01 +0100
Message-ID: <auto-1@example.it>

Sono in ferie fino al 12.`,
  ),
  came(
    'DTC mail panel',
    'wei@example.cn',
    `
X-AutoReply-From: wei@example.cn
X-Mail-Autoreply: wei@example.cn
From: wei@example.cn
To: reply+x@reply.shop.example
Subject: =?UTF-8?B?5oiR5LiN5Zyo?=
Date: Mon, 5 Jan 2026 17:00:01 +0800
Message-ID: <2@example.cn>
Content-Type: text/plain; charset=UTF-8

我下周回来。`,
  ),
  came(
    'QQ mail',
    'wang@qq.com',
    `
X-QQ-mid: webmail1t1767603601t1
From: "=?gb18030?B?zfU=?=" <wang@qq.com>
To: "=?gb18030?B?cmVwbHk=?=" <reply+x@reply.shop.example>
Subject: =?gb18030?B?19S2r7vYuLSjulJlOiDOyszi?=
Date: Mon, 5 Jan 2026 17:00:01 +0800
Message-ID: <tencent_1@qq.com>
X-QQ-AutoReply: 1
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

这是来自QQ邮箱的假期自动回复邮件。您好，我最近正在休假中，无法亲自回复您的邮件。`,
  ),
  came(
    'a rule of Outlook that answers with a template',
    'tom@corp.example',
    `
From: Tom <tom@corp.example>
To: reply+x@reply.shop.example
Subject: Thanks!
Date: Mon, 5 Jan 2026 09:00:02 +0000
Message-ID: <3@corp.example>
X-MS-Exchange-Inbox-Rules-Loop: tom@corp.example
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii

Thanks, I got your mail.`,
  ),
];
