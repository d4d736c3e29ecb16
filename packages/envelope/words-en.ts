import type { WordList } from './words.ts'

export const wordsEn: WordList = {
  lang: 'en',
  zero: '0',
  words: (
    'acorn actor almond amber anchor ankle apple apron arrow artist aunt autumn avenue badge bakery balcony '
    + 'bamboo banana barber barrel basket beach beard bedroom beetle bell bench bicycle blanket blossom boat bottle '
    + 'bowl bracelet branch bread breeze brick bridge broom brother bucket buffalo builder bus butcher butter button '
    + 'cabbage cabin cactus camel camera candle canoe carpet carrot castle cattle cave cedar chain chair chalk '
    + 'cheese cherry chicken chimney cinema circle clay clock clothes cloud clover coast coconut coffee comb copper '
    + 'corner cotton cousin cradle cricket crown crystal cucumber cupboard curtain cushion daisy dancer desert diamond dinner '
    + 'doctor dolphin donkey dough dragon drawer driver drum eagle echo elbow elephant engine evening eyebrow falcon '
    + 'farmer feather fence field finger fisher flame flower flute forest fountain fox friend frog fruit furnace '
    + 'garden garlic gazelle giant ginger giraffe glove goat gold goose grape grass guitar hammer handle harbour '
    + 'hedgehog helmet hill honey horse hospital island ivory jacket jasmine jewel juice jungle kettle kitchen kite '
    + 'knee ladder lake lamp lantern lemon lentil letter library lion lizard lunch machine magnet mango maple '
    + 'marble market meadow melon mirror monkey moon morning mosquito mountain mouth museum mushroom music napkin necklace '
    + 'needle nephew noodle notebook nurse oasis ocean olive onion orange orchard oven owl oyster painter palace '
    + 'paper parrot peacock peanut pebble pelican pencil pepper piano picnic pigeon pillow pilot planet plough pocket '
    + 'potato powder puddle pumpkin puppet quarry queen quilt rabbit radio rainbow raisin ribbon river rocket roof '
    + 'saddle sailor salad sandal school scissors shadow sheep shelf shepherd singer sister snow spider spoon stadium'
  ).split(' '),
  goods: (
    'kg rice,kg sugar,kg flour,kg salt,kg lentils,kg onions,kg potatoes,kg tomatoes,kg cucumbers,kg aubergines,kg carrots,'
    + 'kg apples,kg oranges,kg bananas,kg grapes,kg dates,kg figs,kg lemons,kg peppers,kg okra,kg beans,kg chickpeas,kg meat,'
    + 'kg fish,kg cheese,kg olives,kg walnuts,kg almonds,kg raisins,kg garlic,bread,eggs,chicken,litre milk,litre oil,'
    + 'litre vinegar,litre juice,bottle water,jar honey,jar jam,jar pickles,tin tuna,tin tomato paste,pack tea,pack coffee,'
    + 'pack biscuits,pack noodles,pack yeast,pack spice,pot yoghurt,butter,watermelon,cabbage,parsley,mint,soap,shampoo,'
    + 'matches,candles,batteries,light bulbs,napkins,sponges,pencils'
  ).split(','),
}
