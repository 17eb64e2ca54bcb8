extension UnitTable {
  /// Units in other languages by their English names.
  static let otherLanguages: [String: String] = {
    let names: [String: String] = [
      "second": "秒 秒钟 sekunde sekunden seconde secondes segundo segundos secondi секунд 초",
      "minute": "分钟 分鐘 minuten minuto minutos minuti минут 분",
      "hour": "小时 小時 时间 時間 stunde stunden heure heures hora horas ora ore часов часа 시간",
      "day": "天 tag tage tagen jour jours día días dia dias giorno giorni дней",
      "week": "周 星期 woche wochen semaine semaines semana semanas settimane недель",
      "year": "岁 jahr jahre jahren année années año años anni лет",
      "millimeter": "毫米", "centimeter": "厘米 公分 zentimeter centimètres centímetros см",
      "meter": "米 metern mètre mètres metro metros metri метров 미터",
      "kilometer": "千米 公里 kilometern kilomètres kilómetros км 킬로미터",
      "gram": "克 gramm grammes gramos", "kilogram": "千克 公斤 kilogramm kilogrammes kilogramos кг",
      "tonne": "吨 tonnen tonnes toneladas", "liter": "升 litern litres litros литров",
      "milliliter": "毫升",
    ]
    var table: [String: String] = [:]
    for (english, others) in names {
      for other in others.split(separator: " ") { table[String(other)] = english }
    }
    return table
  }()

  static let moneyWords: [String: String] = [
    "円": "¥", "元": "¥", "块": "¥", "美元": "$", "欧元": "€", "英镑": "£", "원": "₩",
    "рублей": "₽",
  ]
}
