"""Words that say what a company trades in, at the end of a Chinese company name's core: 凯博 | 矿业, 宏达 | 钢铁贸易.

A name is region, brand (字号), trade (行业) and form (企业名称登记管理规定 6). The trade word distinguishes little by
itself, since a firm of one brand may found another in each trade. Words of one line mean the same to a hurried reader
(设备, 装备), those of two lines do not (矿业, 铝业).
"""

from __future__ import annotations

from functools import cache

_SAME = """
贸易 商贸 经贸 工贸 商业
国际 环球 全球
进出口 外贸
物资 物产
钢铁 钢材 钢业
铁业
矿业 矿产
铝业 铝材
铜业 铜材
锌业
金属
有色金属 有色
不锈钢
金属制品 五金制品 五金
物流 货运 运输 储运
仓储
供应链
管理
机械 机电
设备 装备 器材
机械设备 机械装备
重工 重型
制造 智造
工业 实业
科技 技术 高科
电子 微电子
电子科技 电子技术
信息 信息技术 信息科技
网络 网络科技 互联网
软件
数据 数据科技
智能 智能科技
通信 通讯
半导体 集成电路
光电
电气 电力
电器 家电
电缆 线缆
照明 灯饰
仪器 仪表 仪器仪表
自动化
化工 化学
化工原料
石化 石油化工
石油
燃气 天然气
能源 新能源
煤炭 煤业
煤炭销售
焦化
材料
新材料 新型材料
建筑材料 建材
包装材料 包装
水泥
混凝土
玻璃
陶瓷
塑胶 塑料
塑胶制品 塑料制品
橡胶
纸业 造纸
印刷 印务
模具
家具 家居
木业
汽车配件 汽配
汽车
船舶
船舶工程 船业
航空
轨道交通
工程 建设 建设工程 建工
建筑
装饰 装饰工程 装潢
市政
路桥
园林
房地产 置业 地产
物业
投资 资本
控股 集团
租赁
咨询
服务
传媒 广告
文化
教育
医药 药业 制药
医疗
医疗器械
生物 生物科技 生物技术
环保 环保科技 环境
农业 农业发展 农牧
发展
粮油 粮食
食品
饮料
酒业
乳业
茶业
水产
饲料
化肥
种业
纺织 针织
服装 服饰
皮革
鞋业
销售
开发
"""
_WIDTHS = range(4, 1, -1)
_WORDS_MAX = 3
_BRAND_MIN = 2


@cache
def trade_classes() -> dict[str, int]:
    """Return each trade word with the number of its line, from 1."""
    lines = [line.split() for line in _SAME.strip().splitlines()]
    return {word: number for number, words in enumerate(lines, start=1) for word in words}


def split_trade(core: str) -> tuple[str, tuple[int, ...]]:
    """Return the brand of a folded core, and the classes of the trade words after it, the last word first.

    Words are taken from the end, the longest first, at most three, and never so that fewer than two characters stay.
    """
    classes: list[int] = []
    for _ in range(_WORDS_MAX):
        width = next((w for w in _WIDTHS if len(core) - w >= _BRAND_MIN and core[-w:] in trade_classes()), 0)
        if not width:
            break
        classes.append(trade_classes()[core[-width:]])
        core = core[:-width]
    return core, tuple(classes)
