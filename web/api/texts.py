"""Sentences of the API in Chinese and English."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.http_401": ("需要有效的接口令牌。", "A valid API token is needed."),
    "error.http_415": ("请以 application/json 提交。", "Send application/json."),
    "error.http_422": ("提交的内容有误，有问题的字段已列出。", "What was sent is wrong; the fields are listed."),
    "api.token_missing": (
        "没有带接口令牌。请加上请求头 Authorization: Bearer <令牌>；令牌由管理员用 banjian token create 生成。",
        "There is no API token. Send the header Authorization: Bearer <token>; an administrator makes one with "
        "banjian token create.",
    ),
    "api.token_unknown": (
        "接口令牌无效、已过期或已撤销。请让管理员重新生成。",
        "The API token is unknown, expired or revoked. Ask an administrator for a new one.",
    ),
    "api.no_such_address": (
        "接口里没有 {address} 这个地址，或编号的写法不对。所有地址见 /api/v1/openapi.json。",
        "The API has no address {address}, or the id in it is none. All addresses stand in /api/v1/openapi.json.",
    ),
    "api.method_unknown": (
        "这个地址不接受 {method}，只接受 {allowed}。详见 /api/v1/openapi.json。",
        "This address does not take {method} but {allowed}. See /api/v1/openapi.json.",
    ),
    "api.file_missing": (
        "没有收到文件。请以 multipart/form-data 提交，字段名 file。",
        "There is no file. Send multipart/form-data with the field file.",
    ),
    "api.cursor_unknown": (
        "游标无效。请使用上一页返回的 next_cursor；从头开始就不要带 cursor。",
        "The cursor is not one of ours. Use next_cursor of the page before, or leave it out to begin anew.",
    ),
}
