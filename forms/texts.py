"""Sentences of forms by code, (Chinese, English): quote the input, say why, give an example or the way out."""

TEXTS: dict[str, tuple[str, str]] = {
    # A form file that is refused.
    "form.not_json": (
        "表单文件不是 JSON：第 {line} 行，{reason}。请从表单编辑器重新导出。",
        "The form file is not JSON: line {line}, {reason}. Export it again from the form editor.",
    ),
    "form.not_a_form": (
        "这不是表单：顶层应是有 components 列表的对象，type 为 default。请上传 form-js 导出的 .form 文件。",
        "This is not a form: the top must be an object with a list `components` and type default. "
        "Upload a .form file exported from form-js.",
    ),
    "form.version_too_new": (
        "表单的 schemaVersion 是 {version}，这里只认到 {newest}。请用旧一点的编辑器导出。",
        "The form has schemaVersion {version}; the newest known here is {newest}. Export it from an older editor.",
    ),
    "form.too_large": (
        "表单太大：{what}超过 {limit}。请分成几张表单。",
        "The form is too large: {what} exceeds {limit}. Split it into several forms.",
    ),
    "form.component_unsupported": (
        "组件“{element}”的类型是 {type}，不支持：{reason}。请换成别的组件或删掉。",
        "Component “{element}” is of type {type}, which is not supported: {reason}. Replace or remove it.",
    ),
    "form.component_invalid": (
        "组件“{element}”（{type}）的 {property} 不能用：{reason}。请在表单编辑器里改正。",
        "Property {property} of component “{element}” ({type}) cannot be used: {reason}. Correct it in the editor.",
    ),
    "form.key_missing": (
        "有一个 {type} 组件（{element}）没有 key，填的内容无处可存。请给它起一个 key。",
        "A {type} component ({element}) has no key, so what is filled in has no place. Give it a key.",
    ),
    "form.key_invalid": (
        "组件“{element}”的 key 不能用：{reason}。请改用字母、数字、下划线或汉字，各级之间用点隔开。",
        "The key of component “{element}” cannot be used: {reason}. "
        "Use letters, digits, underscores or Chinese characters, with dots between levels.",
    ),
    "form.key_twice": (
        "两个组件都把内容存到“{element}”，或一个的 key 是另一个的一部分。请改掉其中一个的 key。",
        "Two components store into “{element}”, or the key of one is part of the other's. Change one of the keys.",
    ),
    # A field filled in wrongly.
    "field.required": ("“{label}”还没有填。请填写。", "“{label}” is empty. Please fill it in."),
    "field.required_choice": ("“{label}”还没有选。请选择。", "Nothing is chosen for “{label}”. Please choose."),
    "field.required_tick": ("“{label}”还没有勾选。请勾选。", "“{label}” is not ticked. Please tick it."),
    "field.refused": ("“{label}”：{refusal}", "“{label}”: {refusal}"),
    "field.unknown": (
        "表单里没有“{key}”这一项。表单可能已经更新，请刷新页面后再交。",
        "The form has no field “{key}”. It may have changed; reload the page and submit again.",
    ),
    "field.not_text": ("“{label}”应是文字，收到的是{value}。请重新填写。", "“{label}” must be text, not {value}."),
    "field.bad_character": (
        "“{label}”里有看不见的控制字符。请删掉后重新输入，不要从别处粘贴。",
        "“{label}” contains an invisible control character. Delete it and type the text again.",
    ),
    "field.too_short": (
        "“{value}”只有 {length} 个字，“{label}”至少要 {limit} 个字。请补充。",
        "“{value}” has {length} characters; “{label}” needs at least {limit}. Please add to it.",
    ),
    "field.too_long": (
        "“{value}”有 {length} 个字，“{label}”最多 {limit} 个字。请缩短。",
        "“{value}” has {length} characters; “{label}” takes at most {limit}. Please shorten it.",
    ),
    "field.pattern": (
        "“{value}”不合“{label}”的格式：{pattern}。请按格式填写。",
        "“{value}” does not have the form of “{label}”: {pattern}. Please follow it.",
    ),
    "field.pattern_message": ("“{value}”：{message}", "“{value}”: {message}"),
    "field.not_email": (
        "“{value}”不是电子邮箱。请写完整的地址，例如 lin@example.cn。",
        "“{value}” is not an e-mail address. Write it in full, for example lin@example.cn.",
    ),
    "field.not_phone": (
        "“{value}”不是手机号。请写 11 位数字，例如 13900000268。",
        "“{value}” is not a mobile number. Write 11 digits, for example 13900000268.",
    ),
    "field.not_international_phone": (
        "“{value}”不是电话号码。请写 11 位手机号或带国家代码的号码，例如 +8613900000268。",
        "“{value}” is not a phone number. Write a mobile number or one with country code, for example +8613900000268.",
    ),
    "field.not_number": (
        "“{value}”不是数字。请写数字，例如 48.6。",
        "“{value}” is not a number. Write a number, for example 48.6.",
    ),
    "field.number_too_long": (
        "“{value}”的位数太多，最多 15 位有效数字。请核对。",
        "“{value}” has too many digits; at most 15 significant ones are kept. Please check it.",
    ),
    "field.not_integer": (
        "“{value}”不是整数。请写整数，例如 48。",
        "“{value}” is not a whole number. Write one, for example 48.",
    ),
    "field.too_many_decimals": (
        "“{value}”的小数太多，“{label}”最多 {limit} 位小数，例如 {example}。",
        "“{value}” has too many decimals; “{label}” takes at most {limit}, for example {example}.",
    ),
    "field.off_step": (
        "“{value}”不是 {step} 的倍数。最近的是 {below} 和 {above}。",
        "“{value}” is not a multiple of {step}. The nearest are {below} and {above}.",
    ),
    "field.too_small": (
        "“{value}”太小，“{label}”不能小于 {limit}。请核对。",
        "“{value}” is too small; “{label}” is at least {limit}. Please check it.",
    ),
    "field.too_large": (
        "“{value}”太大，“{label}”不能大于 {limit}。请核对。",
        "“{value}” is too large; “{label}” is at most {limit}. Please check it.",
    ),
    "field.not_money": (
        "“{value}”不是金额。请写元，最多两位小数，例如 1234.50。",
        "“{value}” is not an amount. Write yuan with at most two decimals, for example 1234.50.",
    ),
    "field.not_an_option": (
        "“{value}”不在“{label}”的选项里。可选：{options}。",
        "“{value}” is not among the options of “{label}”. Choose from: {options}.",
    ),
    "field.not_a_list": ("“{label}”应是一列内容。请重新填写。", "“{label}” must be a list. Please fill it in again."),
    "field.too_many_rows": (
        "“{label}”有 {length} 行，最多 {limit} 行。请分几次办理。",
        "“{label}” has {length} rows; at most {limit} are taken. Please split the case.",
    ),
    "field.not_a_group": (
        "“{label}”应是一组填写项。请刷新页面后重新填写。",
        "“{label}” must be a group of fields. Reload the page and fill it in again.",
    ),
    "field.not_yes_or_no": (
        "“{value}”不是“是”或“否”。请勾选或不勾选“{label}”。",
        "“{value}” is neither yes nor no. Tick “{label}” or leave it unticked.",
    ),
    "field.not_a_date": (
        "“{value}”不是日期。请写年-月-日，例如 2026-10-09。",
        "“{value}” is not a date. Write year-month-day, for example 2026-10-09.",
    ),
    "field.not_a_time": (
        "“{value}”不是时间。请写时:分，例如 14:30。",
        "“{value}” is not a time. Write hours:minutes, for example 14:30.",
    ),
    "field.not_a_datetime": (
        "“{value}”不是日期和时间。请写成 2026-10-09T14:30 这样。",
        "“{value}” is not a date and time. Write it like 2026-10-09T14:30.",
    ),
    "field.date_passed": (
        "“{value}”已经过去了，“{label}”不能早于今天。请改日期。",
        "“{value}” has passed; “{label}” cannot be before today. Choose another date.",
    ),
    "field.not_a_name": (
        "“{value}”不像姓名。请写证件上的姓名，例如 林小雨、阿依古丽·买买提。",
        "“{value}” does not look like a name. Write it as in the document, for example 林小雨 or Anna Berg.",
    ),
    "field.foreign_reference": (
        "“{label}”里的内容不是本件已有的。请重新输入号码。",
        "What “{label}” refers to does not belong to this case. Please type the number again.",
    ),
    # 身份证号 and 统一社会信用代码.
    "id_number.length": (
        "“{value}”有 {length} 位，身份证号是 18 位，例如 11010519491231002X。",
        "“{value}” has {length} characters; an ID number has 18, for example 11010519491231002X.",
    ),
    "id_number.characters": (
        "“{value}”里有不该有的字符。身份证号前 17 位是数字，最后一位是数字或 X，例如 11010519491231002X。",
        "“{value}” has a wrong character. An ID number is 17 digits and a digit or X, for example 11010519491231002X.",
    ),
    "id_number.region": (
        "“{value}”的前两位不是省级地区代码。请对照证件核对。",
        "The first two digits of “{value}” are no province. Please check against the card.",
    ),
    "id_number.birth": (
        "“{value}”的第 7–14 位不是真实的出生日期。请对照证件核对。",
        "Digits 7–14 of “{value}” are not a real date of birth. Please check against the card.",
    ),
    "id_number.check_digit": (
        "“{value}”的最后一位与前 17 位对不上，可能有一位输错了。请对照证件核对。",
        "The last character of “{value}” does not fit the first 17, so one is mistyped. Please check against the card.",
    ),
    "credit_code.length": (
        "“{value}”有 {length} 位，统一社会信用代码是 18 位，例如 91350100M000100Y43。",
        "“{value}” has {length} characters; a credit code has 18, for example 91350100M000100Y43.",
    ),
    "credit_code.characters": (
        "“{value}”里有不该有的字符。统一社会信用代码由数字和大写字母组成，不用 I、O、S、V、Z，第 3–8 位是数字。",
        "“{value}” has a wrong character. A credit code has digits and capital letters without I, O, S, V, Z; "
        "characters 3–8 are digits.",
    ),
    "credit_code.check_digit": (
        "“{value}”的最后一位与前 17 位对不上，可能有一位输错了。请对照营业执照或登记证书核对。",
        "The last character of “{value}” does not fit the first 17, so one is mistyped. "
        "Please check against the licence.",
    ),
    "credit_code.body": (
        "“{value}”第 9–17 位的主体标识码校验不符。请对照营业执照或登记证书核对。",
        "Characters 9–17 of “{value}”, the body's own code, fail their check. Please check against the licence.",
    ),
}
