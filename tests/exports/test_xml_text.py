"""Words in XML are written as the standard library writes them."""

from xml.sax import saxutils

from hypothesis import given
from hypothesis import strategies as st

from qingdan.exports.xml_text import attribute, escape, words

TEXTS = st.text(st.sampled_from("任务&<>\"'\n\r\t ;\x01\ud800"), max_size=12)


@given(TEXTS)
def test_words_and_attributes(text: str) -> None:
    held = text.replace("\x01", "").replace("\ud800", "")
    assert words(text) == saxutils.escape(held)
    assert attribute(text) == saxutils.quoteattr(held)
    assert escape(held) == saxutils.escape(held)
