"""Renders a notice as web pages: of a government's content system, of Word, of a page builder."""

# ruff: noqa: E501 - the lines of a page stand as they are
from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from .notices import Grid, Part, Title


def table(grid: Grid, attributes: str = "", cell: str = "{}") -> str:
    rows = []
    for row in grid.rows:
        cells = []
        for slot in row:
            if slot is not None:
                spans = (f' rowspan="{slot.rows}"' if slot.rows > 1 else "") + (
                    f' colspan="{slot.columns}"' if slot.columns > 1 else ""
                )
                cells.append(f"<td{spans}>{cell.format(escape(slot.text))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table{attributes}><tbody>{''.join(rows)}</tbody></table>"


def article(parts: Iterable[Part]) -> str:
    """The notice alone."""
    out = []
    for part in parts:
        if isinstance(part, Grid):
            out.append(table(part, ' border="1"'))
        else:
            align = "center" if isinstance(part, Title) else "left"
            out.append(f'<p style="text-align:{align};text-indent:2em">{escape(part)}</p>')
    return "\n".join(out)


_MENU = ("首页", "政务公开", "政务服务", "互动交流", "走进本市", "数据开放")


def government(title: str, parts: Iterable[Part], *, charset: str = "utf-8") -> str:
    """A page as content systems of governments make it, with all of its frame."""
    menu = "".join(f'<li><a href="/c{k}/">{name}</a></li>' for k, name in enumerate(_MENU))
    related = "".join(
        f'<li><a href="/r{k}.html">关于印发《第{k}号工作规则》的通知</a><span>2022-0{k}-11</span></li>'
        for k in range(1, 6)
    )
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{escape(title)}_市人民政府门户网站</title>
<meta name="ArticleTitle" content="{escape(title)}"><meta name="PubDate" content="2022-06-02 09:30">
<meta name="ContentSource" content="市政府办公室"><meta name="ColumnName" content="政策文件">
<style>.nodisplay {{ display: none }} @media print {{ .main {{ display:none }} }}</style>
<script>var a = "<p>不是正文。</p>"; document.write(a);</script></head>
<body>
<div class="header"><div class="logo"><img src="logo.png" alt="市人民政府"></div>
<div class="topbar"><a href="#">无障碍阅读</a><a href="#">长辈版</a><a href="#">繁體</a><a href="#">登录</a></div>
<div class="search"><form action="/so"><input type="text" name="q" placeholder="请输入关键字"><input type="submit" value="搜索"></form>
热搜：<a href="/s?1">公积金</a> <a href="/s?2">社保卡</a></div></div>
<ul class="nav">{menu}</ul>
<div class="main">
<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zcwj/">政策文件</a></div>
<table class="xxgk-table" width="100%"><tr><td>索&nbsp;引&nbsp;号</td><td>001008003015025/2022-00012</td><td>主题分类</td><td>综合政务/政务公开</td></tr>
<tr><td>发布机构</td><td>政府办公室</td><td>公开日期</td><td>2022-06-02</td></tr></table>
<h1 class="title">{escape(title)}</h1>
<div class="info"><span>发布时间：2022-06-02 09:30</span> <span>浏览次数：<b id="hits">123</b></span>
<span>字体：[<a href="javascript:f(18)">大</a> <a href="javascript:f(16)">中</a> <a href="javascript:f(14)">小</a>]</span>
<a href="javascript:print()">打印</a> <a href="javascript:close()">关闭</a></div>
<div class="share bdsharebuttonbox">分享到：<a>微信</a><a>微博</a></div>
<div id="zoom" class="article-content"><!--正文内容开始-->
{article(parts)}
<div class="nodisplay">这一段设成不显示，是给手机看的另一份说明文字，里面的话不是原件的话；读者看不到它。</div>
<!--正文内容结束--></div>
<div class="ewm"><img src="q.png"><p>扫一扫在手机打开当前页</p></div>
<div class="prenext"><p>上一篇：<a href="/1.html">关于开展检查的通知</a></p><p>下一篇：<a href="/2.html">关于放假的通知</a></p></div>
<div class="related"><h3>相关文档</h3><ul>{related}</ul></div>
</div>
<div class="footer"><p>主办单位：市人民政府办公室　网站标识码：0000000000</p><p>浙ICP备00000000号　浙公网安备00000000000000号</p>
<p>地址：人民路1号　电话：0570-0000000。建议使用 1920×1080 分辨率，IE9.0 以上版本浏览器，以获得良好浏览体验。</p></div>
</body></html>"""


def layout_tables(title: str, parts: Iterable[Part]) -> str:
    """A page of old times: tables lay it out, nothing has a name."""
    links = "".join(
        f'<tr><td height="24"><a href="/{k}.asp">{name}</a></td></tr>' for k, name in enumerate(_MENU)
    )
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>{escape(title)}</TITLE></HEAD>
<BODY><TABLE width=1000 align=center><TR><TD colspan=2><IMG src="top.gif"></TD></TR>
<TR><TD width=180 valign=top><TABLE>{links}</TABLE></TD>
<TD><TABLE width="100%"><TR><TD align=center><FONT size=5><B>{escape(title)}</B></FONT></TD></TR>
<TR><TD align=center>发布时间：2022-06-02　　来源：市政府办公室　　【<A href="javascript:big()">大</A> <A href="javascript:mid()">中</A> <A href="javascript:small()">小</A>】</TD></TR>
<TR><TD>{article(parts)}</TD></TR>
<TR><TD align=right>【<A href="javascript:print()">打印</A>】【<A href="javascript:close()">关闭</A>】</TD></TR></TABLE></TD></TR>
<TR><TD colspan=2 align=center>版权所有：市人民政府　浙ICP备00000000号</TD></TR></TABLE></BODY></HTML>"""


def word(title: str, parts: Iterable[Part]) -> str:
    """A page that Word exported: wrapped lines, conditional comments, o:p."""
    out = []
    for part in parts:
        if isinstance(part, Grid):
            cell = '<p class=MsoNormal style="mso-element:frame"><span\nstyle="font-family:仿宋_GB2312">{}<span\nlang=EN-US><o:p></o:p></span></span></p>'
            out.append(table(part, ' class=MsoTableGrid border=1 style="border-collapse:collapse"', cell))
        else:
            # Word breaks the lines of the file wherever it likes, but not in a word.
            wrapped = re.sub(r"([\u3400-\u9fff，。]{30})(?=[\u3400-\u9fff])", r"\1\n", escape(part))
            out.append(
                f"<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;\nfont-family:仿宋_GB2312'>{wrapped}"
                "<span lang=EN-US><o:p></o:p></span></span></p>"
            )
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 15">
<title>{escape(title)}</title>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>办公室</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm;}} --></style></head>
<body lang=ZH-CN><div class=WordSection1 style='layout-grid:15.6pt'>
{chr(10).join(out)}
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
</div></body></html>"""


def names_of_one_maker(title: str, parts: Iterable[Part]) -> str:
    """A page with the frame inside of its #content, the record block as a list."""
    a = article(parts)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}-某市人民政府</title></head><body><div id="content"><div class="w1200"><div class="top-wrap"><a href="/">首页</a><a href="/a">要闻动态</a><a href="/b">政务公开</a></div>
<div class="dqwz">当前位置： <a>首页</a>><a>公开</a>>正文</div><ul class="xxgk-info"><li><b>索引号：</b><span>113307/2022-1</span></li><li><b>发布机构：</b>市府办</li><li><b>成文日期：</b>2021-01-02</li></ul>
<div class="bt">{escape(title)}</div><div class="ly">2022-06-02 10:00&nbsp;&nbsp;来源：市政府办 <span>【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</span></div><div class="nr">{a}</div>
<div class="fj"><a href="1.doc">附件：清单.doc</a></div></div><div class="side"><h3>热点</h3><ul><li><a href="x">通知一</a></li><li><a href="y">通知二</a></li><li><a href="z">通知三</a></li></ul></div>
<div class="bottom"><p><a>关于我们</a> | <a>网站地图</a></p><p>版权所有：某市人民政府　备案号：浙ICP备1号</p></div></div></body></html>"""


def nothing_named(title: str, parts: Iterable[Part]) -> str:
    """A page without any names: line breaks and bare tables."""
    out = []
    for p in parts:
        if isinstance(p, Grid):
            out.append(table(p))
        else:
            out.append(escape(p) + "<br><br>")
    return f"<html><body><center><h2>{escape(title)}</h2></center>{''.join(out)}</body></html>"


def of_this_time(title: str, parts: Iterable[Part]) -> str:
    """A page of elements that say what they are, header cells, wrapped tables."""
    out = []
    for p in parts:
        if isinstance(p, Grid):
            out.append(
                "<div class='table-responsive'>"
                + table(p)
                .replace("<td", "<th", len(p.rows[0]))
                .replace("</td>", "</th>", sum(1 for s in p.rows[0] if s))
                + "</div>"
            )
        else:
            out.append(f"<div><span>{escape(p)}</span></div>")
    return f"<!doctype html><html><body><div id=app><header><div><a href=/>某市政府网</a></div><nav><ul><li><a href=1>首页</a><li><a href=2>公开</a></ul></nav></header><main><article><h1>{escape(title)}</h1><p class=meta>发布：2022-06-02 <button>收藏</button></p>{''.join(out)}</article><aside><h4>相关文件</h4><a href=1>关于甲的通知</a></aside></main><footer><p>主办：某市政府办公室。技术支持：某公司。</p></footer></div></body></html>"
