import { type CorpusMail, came } from './mail';

/** Reports of mail servers and mail programs. */
export const bounces: readonly CorpusMail[] = [
  came(
    'Postfix',
    '',
    `
Received: by mx.example.com (Postfix) id 4F1; Mon, 5 Jan 2026 09:00:01 +0000 (UTC)
Date: Mon, 5 Jan 2026 09:00:01 +0000 (UTC)
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: reply+x@reply.shop.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="4F1.1767603601/mx.example.com"
Message-Id: <20260105090001.4F1@mx.example.com>

This is a MIME-encapsulated message.

--4F1.1767603601/mx.example.com
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<kim@example.com>: host mx.example.com said: 550 5.1.1 User unknown

--4F1.1767603601/mx.example.com
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; kim@example.com
Action: failed
Status: 5.1.1

--4F1.1767603601/mx.example.com
Content-Type: message/rfc822

From: Shop <help@shop.example>
Subject: Your question

Hello
--4F1.1767603601/mx.example.com--`,
  ),
  came(
    'Exchange Online',
    '',
    `
From: <postmaster@contoso.example>
To: <reply+x@reply.shop.example>
Date: Mon, 5 Jan 2026 09:00:01 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="a1"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: ko-KR
Message-ID: <ndr-1@contoso.example>
In-Reply-To: <0100-1@eu-west-1.amazonses.com>
Subject: =?utf-8?B?67Cw64usIOyLpO2MqDog66y47J2Y?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--a1
Content-Type: text/plain; charset="utf-8"

kim@contoso.example에게 메시지를 배달할 수 없습니다.
--a1--`,
  ),
  came(
    'Gmail',
    '',
    `
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: reply+x@reply.shop.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <0100-1@eu-west-1.amazonses.com>
X-Failed-Recipients: kim@example.com
Message-ID: <695b.050a@mx.google.com>
Date: Mon, 05 Jan 2026 01:00:01 -0800 (PST)
Content-Type: multipart/report; boundary="g1"; report-type=delivery-status

--g1
Content-Type: text/plain

** Address not found **
--g1--`,
  ),
  came(
    'Amazon SES',
    '',
    `
From: MAILER-DAEMON@eu-west-1.amazonses.com
To: reply+x@reply.shop.example
Subject: Delivery Status Notification (Failure)
Message-ID: <0102-2@eu-west-1.amazonses.com>
Date: Mon, 5 Jan 2026 09:00:01 +0000
MIME-Version: 1.0
Content-Type: multipart/report; boundary="s1"; report-type=delivery-status

--s1
Content-Type: text/plain; charset=us-ascii

An error occurred while trying to deliver the mail to the following recipients: kim@example.com
--s1--`,
  ),
  came(
    'Exim, which writes no report',
    '',
    `
X-Failed-Recipients: kim@example.com
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@exim.example.org>
To: reply+x@reply.shop.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1vc@exim.example.org>
Date: Mon, 05 Jan 2026 09:00:01 +0000

A message that you sent could not be delivered to one or more of its recipients.`,
  ),
  came(
    'qmail, as plain as can be',
    '',
    `
Date: 5 Jan 2026 09:00:01 -0000
From: MAILER-DAEMON@qmail.example.org
To: reply+x@reply.shop.example
Subject: failure notice

Hi. This is the qmail-send program at qmail.example.org.`,
  ),
  came(
    'Naver, from its daemon with an envelope',
    'mailer-daemon@naver.com',
    `
From: =?utf-8?B?TWFpbCBEZWxpdmVyeSBTdWJzeXN0ZW0=?= <mailer-daemon@naver.com>
To: reply+x@reply.shop.example
Subject: =?utf-8?B?W+uwnOyGoeyLpO2MqCDslYjrgrRd?=
Date: Mon, 5 Jan 2026 18:00:01 +0900
Message-ID: <3@naver.com>
Content-Type: text/html; charset=utf-8

<p>메일이 반송되었습니다.</p>`,
  ),
  came(
    'an old server, the report as the whole mail',
    'postmaster@old.example',
    `
From: postmaster@old.example
To: reply+x@reply.shop.example
Subject: Returned mail
Content-Type: message/delivery-status

Reporting-MTA: dns; old.example

Final-Recipient: rfc822; kim@old.example
Action: delayed`,
  ),
  came(
    'a delay that Postfix tells of',
    '',
    `
From: MAILER-DAEMON (Mail Delivery System)
To: reply+x@reply.shop.example
Subject: Delayed Mail (still being retried)
Content-Type: multipart/report; report-type="delivery-status"; boundary=b

--b
Content-Type: text/plain

Your message could not be delivered for more than 1 hour(s).
--b--`,
  ),
  came(
    'a read receipt of Outlook',
    'kim@example.com',
    `
From: Kim <kim@example.com>
To: reply+x@reply.shop.example
Subject: =?utf-8?B?7J297J2MOiDrrLjsnZg=?=
Date: Mon, 5 Jan 2026 09:00:01 +0000
Message-ID: <mdn-1@example.com>
In-Reply-To: <0100-1@eu-west-1.amazonses.com>
MIME-Version: 1.0
Content-Type: multipart/report;
	report-type=disposition-notification;
	boundary="mdn"

--mdn
Content-Type: text/plain; charset="utf-8"

사용자의 메시지를 2026년 1월 5일 월요일에 읽었습니다.
--mdn
Content-Type: message/disposition-notification

Final-Recipient: RFC822; kim@example.com
Disposition: automatic-action/MDN-sent-automatically; displayed
--mdn--`,
  ),
  came(
    'a read receipt of Thunderbird',
    'lee@example.org',
    `
From: Lee <lee@example.org>
To: reply+x@reply.shop.example
Subject: Return Receipt (displayed) - Your question
Date: Mon, 5 Jan 2026 09:00:01 +0000
Message-ID: <mdn-2@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="t"

--t
Content-Type: text/plain

This is a Return Receipt for the mail that you sent.
--t--`,
  ),
  came(
    'a complaint in the abuse reporting format',
    'feedback@isp.example',
    `
From: <feedback@isp.example>
To: <reply+x@reply.shop.example>
Subject: FW: Your question
Date: Mon, 5 Jan 2026 09:00:01 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="f"

--f
Content-Type: text/plain

This is an email abuse report.
--f--`,
  ),
];
