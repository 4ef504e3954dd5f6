import { type CorpusMail, came } from './mail';

const from = (name: string, subject: string, lines: string, body: string): CorpusMail =>
  came(
    name,
    'kim@example.com',
    `
From: =?utf-8?B?6rmA66+87KeA?= <kim@example.com>
To: reply+x@reply.shop.example
Subject: ${subject}
Date: Mon, 5 Jan 2026 18:00:01 +0900
Message-ID: <p-${name.length}@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
${lines === '' ? '' : `${lines}\n`}
${body}`,
  );

/** Written by people, though this or that looks like a program. */
export const people: readonly CorpusMail[] = [
  from('asks how to set up automatic replies', 'Re: 자동 회신 설정 문의', '', '자동 회신은 어디에서 끄나요?'),
  from(
    'asks about automatic replies anew',
    '자동 회신 설정 문의',
    '',
    '부재중 자동 회신을 어떻게 켜는지 알려 주세요. 휴가 중입니다.',
  ),
  from(
    'asks about a feature, in English',
    'Automatic reply settings',
    '',
    'How do I turn the out of office message off?',
  ),
  from('Out of office in its subject, as a topic', 'Re: Out of office hours', '', 'Are you open on Saturdays?'),
  from(
    'begins as programs do, and says nothing of it',
    '부재중',
    '',
    '택배가 왔는데 제가 집에 없었어요. 다시 와 주세요.',
  ),
  from('tells that it will be away', 'Re: 예약', '', '다음 주는 휴가 중입니다. 그 다음 주로 해 주세요.'),
  from(
    'tells in English that it is away',
    'Re: Appointment',
    '',
    'I am on vacation next week, can we do the week after?',
  ),
  from(
    'a company that asks for no automatic replies',
    'Re: 견적',
    'X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply',
    '네, 진행해 주세요.',
  ),
  from('a company that asks for none at all', 'Re: 견적', 'X-Auto-Response-Suppress: All', '네, 진행해 주세요.'),
  from('says that a person wrote it', 'Re: 문의', 'Auto-Submitted: no', '감사합니다.'),
  from('says so with a comment', 'Re: 문의', 'Auto-Submitted: no (sent by a person)', '감사합니다.'),
  from('says that it is no automatic reply', 'Re: 문의', 'X-Autoreply: no', '감사합니다.'),
  from('first class', 'Re: 문의', 'Precedence: first-class', '감사합니다.'),
  from('important', 'Re: 문의', 'Importance: high\nX-Priority: 1\nPrecedence: normal', '감사합니다.'),
  from('asks for a read receipt', 'Re: 문의', 'Disposition-Notification-To: kim@example.com', '감사합니다.'),
  from(
    'Outlook',
    'RE: 문의',
    'Thread-Topic: x\nThread-Index: AdqA\nX-MS-Has-Attach: \nX-MS-TNEF-Correlator: \nX-MS-Exchange-Organization-SCL: -1',
    '감사합니다.',
  ),
  from('Gmail', 'Re: 문의', 'References: <0100-1@eu-west-1.amazonses.com>\nX-Gm-Message-State: AOJu', '감사합니다.'),
  from(
    'Apple Mail',
    'Re: 문의',
    'X-Mailer: iPhone Mail (22B83)\nIn-Reply-To: <0100-1@eu-west-1.amazonses.com>',
    '감사합니다.\n\n나의 iPhone에서 보냄',
  ),
  from(
    'quotes our own mail, headers and all',
    'Re: 문의',
    '',
    '이 메일이 맞나요?\n\n> Auto-Submitted: auto-generated\n> X-Threadkeeper-Thread: abcdefghijklmnop\n> Precedence: bulk',
  ),
  from(
    'writes about a bounce',
    'Re: Undelivered Mail Returned to Sender',
    '',
    'I got this when I wrote to you: what is wrong?',
  ),
  from('writes about a daemon', 'mailer-daemon', '', 'Who is mailer-daemon@example.com?'),
  from('Received', 'Received', '', 'I received the parcel, thank you.'),
  from('Absence of a part', 'Absence of a part', '', 'A part is missing.'),
  from('no subject', '', '', '네'),
  from('no text', 'Re: 문의', '', ''),
  from('German', 'AW: Ihre Frage', '', 'Ich bin morgen nicht im Büro, bitte rufen Sie am Freitag an.'),
  from('Japanese', 'Re: お問い合わせ', '', '来週は休暇中なので、その次の週にお願いします。'),
  from('a mailbox called daemon', 'Re: question', 'Reply-To: daemon-fan@example.com', 'Hello'),
];
