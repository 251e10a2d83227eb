// 换了地址的网页：带着问号和井号后面的话，一起到新的地址去。没有脚本时，由网页自己的刷新转过去。
location.replace(document.querySelector("link[rel=canonical]").href + location.search + location.hash);
