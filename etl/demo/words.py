"""Keys and names in the demo events: needs, agencies, reasons, products and models.

Agencies are public bodies under a stable key. Named models are public: `domain.md` for five of them; the rice bank of
Amnat Charoen was reported by its provincial office on 8 February 2021.
"""

from data.text import Text

# need -> (share, matching problem dimension or "", pace: days relative to the usual, typical baht)
NEEDS = {
    "housing": (0.24, "living", 1.8, 42_000),
    "occupation": (0.24, "income", 1.1, 9_000),
    "health": (0.16, "health", 0.6, 3_500),
    "state_welfare": (0.16, "access", 0.8, 3_000),
    "debt": (0.09, "income", 1.6, 12_000),
    "education": (0.08, "education", 0.9, 4_200),
    "fairness": (0.03, "", 1.4, 6_000),
}
# need -> agencies as (key, level, share)
AGENCIES = {
    "housing": (
        ("codi", "central", 0.35),
        ("subdistrict_office", "area", 0.40),
        ("social_development", "central", 0.25),
    ),
    "occupation": (
        ("community_development", "central", 0.30),
        ("skill_development", "central", 0.25),
        ("agricultural_extension", "central", 0.20),
        ("subdistrict_office", "area", 0.25),
    ),
    "health": (("subdistrict_health_hospital", "area", 0.60), ("district_hospital", "area", 0.40)),
    "state_welfare": (("social_development", "central", 0.55), ("subdistrict_office", "area", 0.45)),
    "debt": (("agricultural_bank", "central", 0.60), ("savings_bank", "central", 0.40)),
    "education": (("equitable_education_fund", "central", 0.60), ("education_area_office", "area", 0.40)),
    "fairness": (("damrongtham_centre", "area", 0.65), ("justice_fund", "central", 0.35)),
}
# side exit -> (share, reasons)
SIDE_EXITS = {
    "returned": (0.34, ("incomplete_documents", "wrong_agency", "no_budget_this_year")),
    "not_eligible": (0.33, ("above_income_line", "already_covered", "no_land_title")),
    "moved_or_died": (0.17, ("moved_away", "died")),
    "duplicate": (0.16, ("same_need_open",)),
}
# kind of help -> the agencies that give it
HELPERS = {
    "health": ("subdistrict_health_hospital", "district_hospital"),
    "education": ("equitable_education_fund", "education_area_office"),
    "living": ("codi", "subdistrict_office", "social_development"),
    "access": ("social_development", "subdistrict_office"),
    "other": ("red_cross_province", "subdistrict_office", "university"),
}
# model group -> (share of models, English word, Thai word in a name)
MODEL_GROUPS = {
    "pro_poor_value_chain": (0.46, Text("ห่วงโซ่คุณค่า", "value chain")),
    "local_content": (0.24, Text("เนื้อหาท้องถิ่น", "local content")),
    "social_safety_net": (0.18, Text("กองทุนสวัสดิการ", "welfare fund")),
    "area_based_industries": (0.12, Text("อุตสาหกรรมพื้นที่", "area industry")),
}
PRODUCTS = {
    "R2": {
        "rice": Text("ข้าวปลอดภัย", "Safe rice"),
        "goat": Text("แพะ", "Goat"),
        "vegetables": Text("ผักปลอดภัย", "Safe vegetables"),
        "water_hyacinth": Text("จักสานผักตบชวา", "Water hyacinth weaving"),
        "catfish": Text("ปลาดุก", "Catfish"),
    },
    "R3": {
        "coffee": Text("กาแฟ", "Coffee"),
        "bamboo": Text("ไผ่", "Bamboo"),
        "native_chicken": Text("ไก่พื้นเมือง", "Native chicken"),
        "garlic": Text("กระเทียม", "Garlic"),
        "woven_cotton": Text("ผ้าทอกะเหรี่ยง", "Woven cotton"),
        "avocado": Text("อะโวคาโด", "Avocado"),
    },
    "R4": {
        "rice": Text("ข้าวอินทรีย์", "Organic rice"),
        "cattle": Text("โคเนื้อ", "Beef cattle"),
        "mushroom": Text("เห็ด", "Mushroom"),
        "potato": Text("มันฝรั่ง", "Potato"),
        "silk": Text("ผ้าไหม", "Silk"),
        "indigo": Text("ผ้าย้อมคราม", "Indigo cloth"),
        "cricket": Text("จิ้งหรีด", "Cricket"),
        "frog": Text("กบ", "Frog"),
    },
    "R5": {
        "rubber": Text("ยางพารา", "Rubber"),
        "crab_bank": Text("ธนาคารปู", "Crab bank"),
        "goat": Text("แพะ", "Goat"),
        "durian": Text("ทุเรียน", "Durian"),
        "krajood": Text("จักสานกระจูด", "Sedge weaving"),
        "batik": Text("ผ้าบาติก", "Batik"),
        "salted_fish": Text("ปลากุเลาเค็ม", "Salted threadfin"),
    },
}
# province -> (value chain, group, name)
NAMED_MODELS = {
    "18": ("goat", "pro_poor_value_chain", Text("แพะเงินล้าน", "Million-baht goats")),
    "37": ("rice", "social_safety_net", Text("ธนาคารข้าว กองบุญข้าวปันสุข", "Rice bank: the shared-rice fund")),
    "47": ("cattle", "pro_poor_value_chain", Text("กุดบากโมเดล", "Kut Bak model")),
    "49": ("potato", "pro_poor_value_chain", Text("มันแก้จน", "Potatoes against poverty")),
    "94": (
        "crab_bank",
        "local_content",
        Text("ลดความยากจนข้ามรุ่นในพื้นที่พหุวัฒนธรรม", "Less poverty between generations in a multicultural area"),
    ),
}
# The source article names these provinces' development plans as having taken up results.
PROVINCES_WITH_PLANS = frozenset({"18", "47", "49", "94"})
