/// The words of the flower shop.
enum Vocabulary {
  /// Twelve first and ten last names: counted up together they make sixty different pairs.
  static let firstNames = [
    "Anna", "Björn", "Clara", "David", "Erika", "Felix", "Greta", "Hannes", "Inès", "Jörg", "Käthe", "Lukas",
  ]
  static let lastNames = [
    "Vogt", "Blum", "Müller", "Öztürk", "Schmidt", "Garcia", "Weiß", "Nowak", "Larsen", "Brown",
  ]
  static let cities = ["Hamburg", "Köln", "Lübeck", "München", "Wien", "Zürich"]
  static let sizes = ["small", "medium", "large"]

  /// Key (nil: a random one), name, description and price in cents.
  static let products: [(key: String?, name: String, description: String, cents: Int64)] = [
    ("rote rosen", "Rote Rosen", "A dozen long red roses. Für alle, die man liebt. 🌹", 3490),
    ("frühlingsstrauß", "Frühlingsstrauß", "Tulips, daffodils and ranunculus, tied by hand. 🌷", 2950),
    (nil, "White tulips", "Twenty white tulips, cut this morning.", 1890),
    (nil, "Sunflowers", "Five tall sunflowers. 🌻", 1650),
    (nil, "Lilies", "White lilies with a strong scent; keep them away from cats.", 2200),
    (nil, "Gänseblümchen", "A pot of daisies for the window.", 690),
    (nil, "Field bouquet", "Whatever blooms in the fields this week.", 2450),
    (nil, "Orchidee", "Phalaenopsis in a ceramic pot.", 2800),
    (nil, "Lavender", "A bundle of dried lavender.", 890),
    (nil, "Olive tree", "A small olive tree, 60 cm.", 3999),
    (nil, "Cactus", "Needs nothing but light. 🌵", 950),
    (nil, "Efeu", "Ivy that hangs over the edge of the shelf.", 1125),
    (nil, "Monstera", "Large leaves, little work. 🪴", 3250),
    (nil, "Basil", "Basilikum for the kitchen.", 349),
    (nil, "Rosemary", "Winter-hardy, for beds and pots.", 499),
    (nil, "Hydrangea", "Hortensie in blue or pink.", 2199),
    (nil, "Peonies", "Pfingstrosen, only in May and June.", 2750),
    (nil, "Carnations", "Twenty carnations in mixed colours.", 1290),
    (nil, "Gerbera", "Ten gerberas \"quer Beet\".", 1390),
    (nil, "Chrysanthemums", "For autumn, and for balconies.", 1199),
    (nil, "Dahlias", "A bunch from our own garden.", 1850),
    (nil, "Freesias", "Fifteen freesias, still closed.", 1575),
    (nil, "Anemones", "Red, white and violet.", 1420),
    (nil, "Ranunculus", "Twenty stems in pastel colours.", 1720),
    (nil, "Hyacinths", "Three bulbs in a glass.", 1050),
    (nil, "Snowdrops", "Schneeglöckchen in moss.", 790),
    (nil, "Crocuses", "Bulbs for planting, fifty in a bag.", 999),
    (nil, "Daffodils", "Osterglocken, twenty stems.", 980),
    (nil, "Wedding bouquet", "Made to your wishes; we call you.", 8900),
    (nil, "Wreath", "A round wreath for doors and tables.", 3650),
    (nil, "Vase, clear", "Hand-blown glass, 25 cm.", 2490),
    (nil, "Vase, blue", "Stoneware, 18 cm.", 1990),
    (nil, "Watering can", "Zinc, two litres.", 2650),
    (nil, "Secateurs", "Forged steel, for left and right hands.", 3400),
    (nil, "Potting soil", "Peat-free, ten litres.", 749),
    (nil, "Fertiliser", "For flowering plants, half a litre.", 575),
    (nil, "Flower seeds", "A mix that bees like. 🐝", 295),
    (nil, "Gift card", "A card of your choice, written by hand.", 250),
    (nil, "Chocolate", "Dark, with rose petals.", 545),
    (nil, "Candle", "Beeswax, burns for twenty hours.", 1280),
  ]

  static let cards = [
    "Happy birthday!", "Alles Gute zum Geburtstag! 🎂", "Get well soon.", "Herzlichen Glückwunsch!",
    "Thank you for everything.", "In love, your J.", "Für die beste Oma der Welt ❤️", "Welcome home!",
  ]

  static let reviews = [
    "Fresh and beautiful, they lasted for two weeks.", "Wunderschön, vielen Dank! 💐",
    "Came a day late, but the flowers were fine.", "Größer als gedacht, und sehr frisch.",
    "My mother was delighted. 😀", "Exactly as in the picture.", "Schöne Farben, süßer Duft.",
    "Two stems were broken; the shop sent new ones at once.", "Gerne wieder!",
    "Good value.\nWould order again.", "Die Verpackung könnte grüner sein ♻️, sonst top.",
    "A little smaller than I thought.", "Smells like \"real\" spring. 🌸", "Übertrifft alle Erwartungen.",
  ]
}
