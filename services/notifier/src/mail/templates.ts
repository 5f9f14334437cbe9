/** What a mail says, as text and as HTML. Both get a notice and its moment; what people wrote is escaped in the second. */
export const TEXT_TEMPLATE = `{{ title }}

{{ text }}
{% for fact in facts %}
{{ fact.name }}: {{ fact.value }}{% endfor %}

{{ at }}
Told by Tidegate because your project has a channel to this address: {{ channel }}.
`;

export const HTML_TEMPLATE = `<!doctype html>
<html>
<body style="margin:0;padding:24px;background:#f4f5f7;font:15px/1.5 sans-serif;color:#1c2330">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;background:#fff;border-top:4px solid {{ colour }}">
<tr><td style="padding:20px 24px 4px;font-size:18px;font-weight:bold">{{ title }}</td></tr>
<tr><td style="padding:4px 24px 12px">{{ text | newline_to_br }}</td></tr>
<tr><td style="padding:0 24px 16px"><table role="presentation" cellpadding="0" cellspacing="0">
{% for fact in facts %}<tr><td style="padding:2px 16px 2px 0;color:#5b6472">{{ fact.name }}</td><td style="padding:2px 0">{{ fact.value }}</td></tr>
{% endfor %}</table></td></tr>
<tr><td style="padding:12px 24px 20px;color:#5b6472;font-size:12px">{{ at }}<br>Told by Tidegate because your project has a channel to this address: {{ channel }}.</td></tr>
</table></td></tr></table>
</body>
</html>
`;
