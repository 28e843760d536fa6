"""What researchers agree to before they see or take rows of households."""

from data.text import Text

TERMS = (
    Text("ใช้เพื่อวัตถุประสงค์ที่ระบุไว้เท่านั้น", "I use the data for the stated purpose only"),
    Text(
        "ไม่พยายามระบุตัวบุคคลหรือครัวเรือน และไม่เชื่อมกับข้อมูลอื่นเพื่อการนั้น",
        "I do not try to find out who a household is, nor link the data to others for that",
    ),
    Text("ไม่ส่งต่อข้อมูลให้ผู้อื่น และลบเมื่อหมดสิทธิ์", "I pass the data on to nobody and delete them when my access ends"),
    Text("แจ้งผู้ดูแลระบบทันทีเมื่อข้อมูลรั่วไหล", "I tell the administrator at once when data get out"),
)
