"""Advice that no page may give is found whichever of its words it has."""

import pytest
from helpkit.articles import promises


@pytest.mark.parametrize(
    "said",
    [
        "这个号码是可靠的。",
        "可以放心拨打。",
        "联系他们没有任何风险。",
        "这一定是真的。",
        "This hotline is genuine.",
        "It is safe to call.",
        "Use it with confidence.",
        "You can rely on them.",
        "It is 100% secure.",
        "把验证码告诉客服。",
        "把私钥发给对方。",
        "告诉客服手机上的六位数字。",
        "Tell them your PIN.",
        "Read the recovery phrase to the agent.",
        "Send the six digits in the text to support.",
        "一定能追回。",
        "照做就能要回全部。",
        "We promise to get it back.",
        "Your money will definitely be returned.",
        "You are sure to be compensated.",
        "回拨显示的号码。",
        "点击对方发来的链接。",
        "扫一下客服发来的二维码。",
        "安装客服推荐的软件。",
        "跟客服共享屏幕。",
        "让客服远程看看。",
        "先交解冻费。",
        "把钱转到安全账户。",
        "Ring the number that called you.",
        "Open the link they sent.",
        "Scan the QR code the agent shows.",
        "Install the software support recommends.",
        "Share your screen with them.",
        "Let the agent control your phone.",
        "Pay the release fee.",
        "Move your savings to a safe account.",
        "找专业的追损团队。",
        "Hire a recovery firm.",
        "把验证码的前三位念给他。",
        "Read out the last digits of the code.",
    ],
)
def test_advice_is_found(said: str) -> None:
    assert [*promises.find(said)]
