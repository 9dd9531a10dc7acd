"""What decisions say when they refuse: code -> (Chinese, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "decision.unknown": (
        "没有标识或名称为“{decision}”的决策。现有决策：{known}。",
        "There is no decision “{decision}”. Known decisions: {known}.",
    ),
    "decision.several_rules": (
        "决策表“{decision}”只允许命中一条规则（UNIQUE），但第 {rules} 条规则同时命中。请修改规则使其互不重叠，或改用其他命中策略。",
        "The decision table “{decision}” allows one matching rule (UNIQUE), but rules {rules} match. Make the rules "
        "exclude one another or choose another hit policy.",
    ),
    "decision.conflict": (
        "决策表“{decision}”命中的规则必须结果一致（ANY），但第 {rules} 条规则的结果不同。",
        "All matching rules of the decision table “{decision}” must agree (ANY), but rules {rules} do not.",
    ),
    "decision.result_shape": (
        "决策“{decision}”的结果不能按“{shape}”使用：{reason_zh}。",
        "The result of the decision “{decision}” cannot be used as “{shape}”: {reason_en}.",
    ),
    "decision.not_readable": (
        "决策文件无法读取：{reason_zh}。",
        "The decision file cannot be read: {reason_en}.",
    ),
    "decision.refused": (
        "决策“{decision}”（元素 {element}，第 {line} 行）无法使用：{reason_zh}。",
        "The decision “{decision}” (element {element}, line {line}) cannot be used: {reason_en}.",
    ),
}
