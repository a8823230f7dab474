import { weighted, type Random } from './random.ts'

export type Sex = 'male' | 'female'
export type Generation = 'child' | 'parent' | 'grandparent'

/** Frequent in Guangdong, with its compound surnames; the weights are rough. */
const SURNAMES =
  '陈90 黄80 李70 朱55 刘50 张42 林40 梁40 郑36 范34 罗32 廖32 邓32 曾30 何30 冯28 江28 宋26 徐24 谢24 钟22 叶22 吴22 周20 ' +
  '杨20 王20 欧18 莫18 潘16 华14 温14 赖14 邱12 丘5 麦10 蔡10 卢10 苏10 伍8 区6 岑5 植3 阮4 冼4 邝4 成3 程3 余6 俞2 欧阳4 司徒2'

/** Homophones stand together (俊峻骏, 欣昕馨): the search must tell 嘉怡 from 佳仪, and find both. */
const CHARACTERS: Record<Generation, Record<Sex, string>> = {
  child: {
    male: '梓子俊峻骏浩皓昊轩宣宇羽雨泽铭明鸣嘉家佳杰捷睿锐辰晨博楷凯恺伟玮炜辉晖豪天康宏弘鸿鹏锦瑾烨业志智文荣振建佑祐承诚乐燊垚祺琛桓朗',
    female:
      '梓紫芷欣昕馨新怡仪宜颖莹盈嘉佳涵晗萱暄诗思雅婷琪淇琳霖玲铃悦玥月静婧晴慧惠雯文妍言彤桐瑶遥雪语雨珊芯心蕊恩媛睿锶',
  },
  parent: {
    male: '伟玮强军君勇永杰明铭志智国建健文华荣光辉晖海波斌彬涛平超振镇锋峰恒宏鸿东冬庆添雄新金锦权全',
    female: '丽莉芳玲铃燕艳英瑛秀美娟霞萍敏静红洪梅凤兰琼婵嫦娣群珍贞雪晓惠慧莲连彩珠清青',
  },
  grandparent: {
    male: '德福富贵水金木土生才有财茂昌祥炳柄坤焕树锡镜兆灶观佛日火连运仕',
    female: '妹英兰桂娣莲带银好群珍转秀容凤月亚细金女彩琼',
  },
}
const split = (characters: Record<Sex, string>) => ({
  male: Array.from(characters.male),
  female: Array.from(characters.female),
})
const GIVEN = {
  child: split(CHARACTERS.child),
  parent: split(CHARACTERS.parent),
  grandparent: split(CHARACTERS.grandparent),
}

/** Standard characters outside the basic plane: what cuts names by `charAt` breaks on them. */
const RARE_GIVEN = ['𬱖', '𬀩', '𫍯', '𬭎']

export const pickSurname = weighted(
  SURNAMES.split(' ').map((entry) => [entry.replace(/\d+$/, ''), Number(/\d+$/.exec(entry)?.[0])] as const),
)

/**
 * A given name of one or two characters, invented from characters that fit generation and sex.
 * @param first a generation character (字辈) that brothers and sisters share
 */
export const pickGivenName = (random: Random, generation: Generation, sex: Sex, first?: string): string => {
  const characters = GIVEN[generation][sex]
  if (generation === 'child' && random.chance(0.0004))
    return random.pick(characters) + random.pick(RARE_GIVEN)
  if (!first && random.chance(0.15)) return random.pick(characters)
  const head = first ?? random.pick(characters)
  const tail = random.pick(characters)
  return head === tail && random.chance(0.8) ? head : head + tail
}

/** The character that a sibling may share; a one-character name gives none. */
export const generationCharacter = (givenName: string): string | undefined => {
  const [first, second] = givenName
  return second ? first : undefined
}
