"""What the expression languages say when they refuse: code -> (Chinese, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "expression.syntax": (
        "表达式“{text}”第 {position} 个字符处有误：{reason_zh}。",
        "The expression “{text}” is wrong at character {position}: {reason_en}.",
    ),
    "expression.not_supported": (
        "表达式“{text}”第 {position} 个字符处使用了不支持的写法 {what}：流程图中不允许调用程序。请改用变量、比较或 FEEL 函数。",
        "The expression “{text}” uses {what} at character {position}, which is not supported: a diagram never calls "
        "program code. Use variables, comparisons or FEEL functions instead.",
    ),
    "expression.too_long": (
        "表达式有 {length} 个字符，最多允许 {limit} 个。请拆成几个表达式或使用决策表。",
        "The expression has {length} characters; {limit} are allowed. Split it or use a decision table.",
    ),
    "expression.failed": (
        "表达式“{text}”无法得出结果：{reason_zh}。",
        "The expression “{text}” has no usable result: {reason_en}.",
    ),
    "expression.too_expensive": (
        "表达式“{text}”的计算量超过了上限（{what_zh}不得超过 {limit}）。请简化表达式或减少数据量。",
        "The expression “{text}” costs too much (limit: {limit} {what_en}). Simplify it or give it less data.",
    ),
}
