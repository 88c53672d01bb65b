"""Make the test PDFs of this folder with Chromium from qinglan.txt: python tests/extract/files/make_pdfs.py [FOLDER].

Each layout is one that plans come in: a newspaper page in columns with a headline over them, a report with running
heads and page numbers, two columns broken by spanning headings.
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


def main(folder: Path) -> None:
    """Write the PDFs."""
    head = "<div style='font-size:8pt;width:100%;text-align:center'>青岚县人民代表大会会议文件</div>"
    foot = "<div style='font-size:8pt;width:100%;text-align:center'>— <span class=pageNumber></span> —</div>"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for name, content in (("newspaper", newspaper()), ("report", report()), ("spanning", spanning())):
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
