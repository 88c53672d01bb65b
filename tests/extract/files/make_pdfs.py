"""Make the test PDFs of this folder with Chromium from qinglan.txt: python tests/extract/files/make_pdfs.py [FOLDER].

Each layout is one that plans come in: a newspaper page in columns with a headline over them, a report with running
heads and page numbers, two columns broken by spanning headings, a plan with a table of indicators.
"""

from __future__ import annotations

import html
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
HEADLINE = "凝心聚力开新局实干笃行谱新篇"
SUBTITLE = "青岚县政府工作报告摘登"

BASE = "body{font-family:'Noto Sans CJK SC',sans-serif;margin:0;text-align:justify}p{margin:0;text-indent:2em}h1,h2{margin:0;font-weight:normal}"
NEWSPAPER = """@page{size:260mm 340mm;margin:0} .page{height:339mm;box-sizing:border-box;padding:8mm 12mm;
page-break-after:always;overflow:hidden} .mast{font-size:9pt;border-bottom:1px solid;margin-bottom:5mm}
h1{font-size:30pt;text-align:center;text-indent:0;line-height:1.3} .sub{text-align:center;font-size:14pt;
text-indent:0;margin-bottom:5mm} .cols{column-count:3;column-gap:9mm;font-size:11.5pt;line-height:1.75}
h2{font-size:11.5pt;text-indent:2em}"""
REPORT = (
    "@page{size:148mm 105mm;margin:20mm 15mm} body{font-size:12pt;line-height:1.8} h2{font-size:15pt;text-align:center}"
)
SPANNING = """@page{size:210mm 297mm;margin:18mm} .cols{column-count:2;column-gap:10mm;font-size:11pt;line-height:1.7}
h2{column-span:all;font-size:16pt;text-align:center;padding:3mm 0}"""

PLAN = """@page{size:210mm 160mm;margin:20mm} body{font-size:12pt;line-height:1.7} h1{font-size:18pt;text-align:center}
.c{text-align:center;text-indent:0} table{border-collapse:collapse;width:100%} td{border:1px solid;padding:1mm 2mm;
font-size:10.5pt}"""
PLAN_TITLE = "青岚县国民经济和社会发展第十五个五年规划纲要"
CAPTION = "专栏1　“十五五”时期经济社会发展主要指标"
INDICATORS = (
    ("类别", "指标", "单位", "2025年", "2030年", "年均增长", "属性"),
    ("经济发展", "1.地区生产总值", "亿元", "153.8", "250", "8%左右", "预期性"),
    ("", "2.常住人口城镇化率", "%", "60.5", "66", "", "预期性"),
    ("绿色生态", "3.森林覆盖率", "%", "30.2", "33", "", "约束性"),
    ("", "4.单位地区生产总值能源消耗降低", "%", "", "", "〔15〕", "约束性"),
    ("基础设施", "5.高速公路通车里程", "公里", "52", "70", "", "预期性"),
)


def lines() -> list[str]:
    """Paragraphs of the source."""
    return (HERE / "qinglan.txt").read_text(encoding="utf-8").split("\n")[:-1]


def block(line: str) -> str:
    """A heading or a paragraph."""
    tag = "h2" if line[1] == "、" and len(line) < 30 else "p"
    return f"<{tag}>{html.escape(line)}</{tag}>"


def newspaper() -> str:
    """Two pages of three columns; the report goes on from the first to the second, below it another article."""
    text = lines()
    cut = next(n for n, line in enumerate(text) if line.startswith("（三）"))
    head, tail = text[cut][:40], text[cut][40:]
    first = "".join(map(block, text[:cut])) + f"<p>{head}（下转第2版）</p>"
    second = f"<p style='text-indent:0'>（上接第1版）{tail}</p>" + "".join(map(block, text[cut + 1 :]))
    mast = "<div class=mast>青岚日报　2026年1月20日　星期二　第{}版　责任编辑：林间</div>"
    return (
        f"<style>{BASE}{NEWSPAPER}</style><div class=page>{mast.format(1)}<h1>{HEADLINE}</h1>"
        f"<p class=sub>{SUBTITLE}</p><div class=cols>{first}</div></div>"
        f"<div class=page>{mast.format(2)}<div class=cols>{second}</div></div>"
    )


def report() -> str:
    """Small pages, one column, running head and page number."""
    return f"<style>{BASE}{REPORT}</style><h1 style='text-align:center'>{SUBTITLE}</h1>" + "".join(map(block, lines()))


def spanning() -> str:
    """Two columns under headings that span them."""
    return f"<style>{BASE}{SPANNING}</style><div class=cols>{''.join(map(block, lines()))}</div>"


def plan() -> str:
    """A plan with a ruled table of indicators, the first rows of it at a page's end, between paragraphs."""
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in INDICATORS)
    prose = "".join(map(block, [line for line in lines() if len(line) > 60][:6]))
    table = f"<table><thead>{rows.partition('</tr>')[0]}</tr></thead>{rows.partition('</tr>')[2]}</table>"
    return (
        f"<style>{BASE}{PLAN}</style><h1>{PLAN_TITLE}</h1>{prose}<p class=c>{CAPTION}</p>{table}"
        f"<p class=c>注：〔〕内为五年累计数。</p>{prose}"
    )


def main(folder: Path) -> None:
    """Write the PDFs."""
    head = "<div style='font-size:8pt;width:100%;text-align:center'>青岚县人民代表大会会议文件</div>"
    foot = "<div style='font-size:8pt;width:100%;text-align:center'>— <span class=pageNumber></span> —</div>"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for name, content in (
            ("newspaper", newspaper()),
            ("report", report()),
            ("spanning", spanning()),
            ("table", plan()),
        ):
            page.set_content(content)
            page.pdf(
                path=folder / f"{name}.pdf",
                prefer_css_page_size=True,
                display_header_footer=name == "report",
                header_template=head,
                footer_template=foot,
            )
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
