"""The words of the pages to sign in and to look after accounts."""

from data.terms import TERMS
from data.text import Text
from data.viewer import ROLE_NAMES, ROLES

# Roles that an account can be given.
GIVEN_ROLES = tuple(role for role in ROLES if role != "public")
__all__ = ["ROLE_NAMES"]

SIGN_IN = Text("เข้าสู่ระบบ", "Sign in")
SIGN_OUT = Text("ออกจากระบบ", "Sign out")
SIGN_OUT_ALL = Text("ออกจากระบบทุกเครื่อง", "Sign out everywhere")
ACCOUNT = Text("บัญชี", "Account")
SIGN_IN_OPENID = Text("เข้าสู่ระบบด้วยบัญชีของหน่วยงาน", "Sign in with your organisation")
NO_ROLE = Text(
    "บัญชีของท่านยังไม่มีสิทธิ์ในระบบนี้ กรุณาติดต่อผู้ดูแลระบบของหน่วยงาน",
    "Your account has no rights here yet. Ask the administrator of your organisation.",
)
PROVIDER_AWAY = Text(
    "ติดต่อระบบยืนยันตัวตนของหน่วยงานไม่ได้ในขณะนี้ กรุณาลองใหม่อีกครั้ง",
    "The sign-in of your organisation cannot be reached just now. Try again in a while.",
)
PROVIDER_REFUSED = Text(
    "การเข้าสู่ระบบผ่านหน่วยงานไม่สำเร็จ กรุณาเริ่มใหม่",
    "Signing in with your organisation did not succeed. Start again.",
)
NAME = Text("ชื่อบัญชี", "Account name")
PASSWORD = Text("รหัสผ่าน", "Password")
NEW_PASSWORD = Text("รหัสผ่านใหม่ (อย่างน้อย 12 ตัวอักษร)", "New password (at least 12 characters)")
CHANGE_PASSWORD = Text("เปลี่ยนรหัสผ่าน", "Change password")
OWN_PASSWORD = Text("ตั้งรหัสผ่านของท่านเอง", "Choose a password of your own")
OWN_PASSWORD_WHY = Text(
    "รหัสผ่านที่ใช้เข้าสู่ระบบเป็นรหัสชั่วคราวที่ผู้อื่นทราบ กรุณาตั้งรหัสใหม่ก่อนใช้งาน",
    "The password you signed in with is a temporary one that somebody else knows. Choose your own before you go on.",
)
NEXT = Text("ต่อไป", "Continue")
BACK = Text("กลับไปหน้าภาพรวม", "Back to the overview")
WHY = Text(
    "ตัวเลขที่เผยแพร่แล้วดูได้โดยไม่ต้องเข้าสู่ระบบ บัญชีสำหรับผู้ที่ต้องเห็นรายละเอียดตามหน้าที่",
    "Released figures can be read without signing in. Accounts are for those whose work needs more detail.",
)
WRONG = Text(
    "ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง หรือลองหลายครั้งเกินไป กรุณารอสักครู่",
    "Name or password are not right, or there were too many tries. Wait a moment.",
)
CODE = Text("รหัส 6 หลักจากแอปยืนยันตัวตน หรือรหัสสำรอง", "Six digits from your authenticator app, or a recovery code")
SECOND = Text("ยืนยันตัวตนขั้นที่สอง", "Second factor")
WRONG_CODE = Text("รหัสไม่ถูกต้องหรือใช้ไปแล้ว", "The code is not right, or was used before")
ENROL = Text("ตั้งค่าการยืนยันขั้นที่สอง", "Set up the second factor")
ENROL_WHY = Text(
    "บทบาทนี้ต้องยืนยันตัวตนสองขั้น สแกนรหัสด้วยแอปยืนยันตัวตน แล้วใส่รหัส 6 หลักที่แอปแสดง",
    "This role needs a second factor. Scan the code with an authenticator app, then type the six digits that it shows.",
)
BY_HAND = Text("หรือพิมพ์รหัสนี้ในแอป", "Or type this into the app")
RECOVERY = Text("รหัสสำรอง", "Recovery codes")
RECOVERY_WHY = Text(
    "เก็บไว้ในที่ปลอดภัย แต่ละรหัสใช้ได้ครั้งเดียวเมื่อไม่มีโทรศัพท์ จะไม่แสดงอีก",
    "Keep them in a safe place. Each works once, for when the phone is not at hand. They are not shown again.",
)
ROLE, SCOPE, PURPOSE, LAST_DAY = (
    Text("บทบาท", "Role"),
    Text("พื้นที่", "Areas"),
    Text("วัตถุประสงค์", "Purpose"),
    Text("วันสุดท้าย", "Last day"),
)
EVERYWHERE = Text("ทุกพื้นที่", "all")
AGREE_TITLE = Text("ข้อตกลงการใช้ข้อมูลรายครัวเรือน", "Agreement on the use of household data")
AGREE_TERMS = TERMS
AGREE = Text("ข้าพเจ้ายอมรับข้อตกลงทั้งหมด", "I agree to all of this")
CHANGED = Text("เปลี่ยนรหัสผ่านแล้ว กรุณาเข้าสู่ระบบใหม่", "The password is changed. Sign in again.")
ACCOUNTS = Text("บัญชีทั้งหมด", "Accounts")
NEW_ACCOUNT = Text("เพิ่มบัญชี", "Add an account")
ONCE = Text("รหัสผ่านชั่วคราว แสดงครั้งเดียว", "Temporary password, shown once")
WAITS = Text("รอเปลี่ยนรหัสผ่าน", "temporary password")
MADE = Text("สร้างบัญชี {name} แล้ว", "Account {name} is made")
STATUS = Text("สถานะ", "Status")
ACTIVE, DISABLED = Text("ใช้งาน", "active"), Text("ปิด", "disabled")
ENABLE, DISABLE = Text("เปิดใช้", "Enable"), Text("ปิดบัญชี", "Disable")
RESET_FACTOR, RESET_PASSWORD = Text("ล้างขั้นที่สอง", "Reset second factor"), Text("ตั้งรหัสผ่านใหม่", "Reset password")
PROVINCE_CODES = Text("รหัสจังหวัด คั่นด้วยช่องว่าง", "Province codes, spaces between")
DONE = Text("บันทึกแล้ว", "Saved")
OTHER_LANGUAGE = Text("English", "ไทย")
AUDIT = Text("บันทึกการเข้าถึง", "Access log")
AUDIT_WHY = Text(
    "{shown} รายการล่าสุด จากทั้งหมด {lines} บรรทัด ลายนิ้วมือบรรทัดสุดท้าย",
    "The newest {shown} of {lines} lines; digest of the last:",
)
AUDIT_BROKEN = Text("สายโซ่ของบันทึกขาดที่บรรทัด {lines}", "The chain of the log is broken at line {lines}")
AUDIT_CSV = Text("ดาวน์โหลดทั้งหมดเป็น CSV", "Download all as CSV")
WHEN, EVENT, WHAT = Text("เวลา (UTC)", "Time (UTC)"), Text("เหตุการณ์", "Event"), Text("เรื่อง", "About")
COMMAND_LINE = Text("ถามที่บรรทัดคำสั่ง", "asked on the command line")
EVENTS = {
    "answered": Text("ได้รับคำตอบ", "answered"),
    "briefing": Text("ได้รับเอกสาร", "took a document"),
    "packet": Text("ทำแฟ้มข้อมูลวิจัย", "made a research packet"),
    "took a packet": Text("ดาวน์โหลดแฟ้มข้อมูลวิจัย", "took a research packet"),
    "household": Text("ค้นหาครัวเรือน", "looked for a household"),
    "work list with own codes": Text("เขียนรายชื่องานด้วยรหัสของพื้นที่", "wrote a work list with own codes"),
    "erased": Text("ลบครัวเรือน", "erased a household"),
    "signed in": Text("เข้าสู่ระบบ", "signed in"),
    "sign-in refused": Text("เข้าสู่ระบบไม่สำเร็จ", "sign-in refused"),
    "second factor refused": Text("ยืนยันขั้นที่สองไม่สำเร็จ", "second factor refused"),
    "no role at the provider": Text("ไม่มีสิทธิ์จากหน่วยงาน", "no role at the provider"),
    "sign-in at the provider failed": Text("เข้าสู่ระบบผ่านหน่วยงานไม่สำเร็จ", "sign-in at the provider failed"),
    "agreed to the terms": Text("ยอมรับข้อตกลง", "agreed to the terms"),
    "changed the password": Text("เปลี่ยนรหัสผ่าน", "changed the password"),
    "made an account": Text("สร้างบัญชี", "made an account"),
    "account: enable": Text("เปิดใช้บัญชี", "enabled an account"),
    "account: disable": Text("ปิดบัญชี", "disabled an account"),
    "account: factor": Text("ล้างขั้นที่สองของบัญชี", "reset a second factor"),
    "account: password": Text("ตั้งรหัสผ่านใหม่ให้บัญชี", "reset a password"),
    "took the audit": Text("ดาวน์โหลดบันทึก", "took the access log"),
    "trimmed": Text("ตัดรายการเก่าออก", "took off old entries"),
}
OF_PACKET = Text("แฟ้มที่ {packet} {rows} แถว", "packet {packet}, {rows} rows")
ABOUT = Text("บัญชี {name}", "account {name}")
ACTS = Text("จัดการ", "Actions")
HOUSEHOLD = Text("ค้นหาครัวเรือนด้วยรหัสของพื้นที่", "Find a household by its own code")
HOUSEHOLD_WHY = Text(
    "ใช้เมื่อจำเป็นต่อการช่วยเหลือเท่านั้น ระบบไม่เก็บรหัสที่พิมพ์ แต่บันทึกว่าใครดู เมื่อใด เพราะอะไร",
    "Only where helping needs it. The code that you type is not kept; who looked, when and why is recorded.",
)
HOUSEHOLD_CODE = Text("รหัสครัวเรือน", "Household code")
REASON = Text("เหตุผล (อย่างน้อย 10 ตัวอักษร ไม่ต้องใส่ชื่อบุคคล)", "Reason (at least 10 characters, no names)")
REASON_SHORT = Text("กรุณาใส่รหัสและเหตุผลอย่างน้อย 10 ตัวอักษร", "Give a code, and a reason of at least 10 characters")
NO_HOUSEHOLD = Text("ไม่พบครัวเรือนนี้ในพื้นที่ของท่าน", "There is no such household in your areas")
SHOW, FIELD = Text("แสดงข้อมูล", "Show"), Text("รายการ", "Field")
