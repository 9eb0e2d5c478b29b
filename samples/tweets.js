window.YTD.tweets.part0 = [ {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000000"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/21/193515",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000000",
    "created_at": "Sun Jul 21 10:35:15 +0000 2024",
    "full_text": "きょうの切り抜き「7月21日の切り抜き」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000001"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/22/191753",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000001",
    "created_at": "Mon Jul 22 10:17:53 +0000 2024",
    "full_text": "きょうの切り抜き「青浜航路、運賃めぐり平行線 県と市が協議」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000002"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/23/185352",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000002",
    "created_at": "Tue Jul 23 09:53:52 +0000 2024",
    "full_text": "きょうの切り抜き「NZ大使、北汐鉄道に乗車 観光列車に助言」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000003"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/24/180222",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000003",
    "created_at": "Wed Jul 24 09:02:22 +0000 2024",
    "full_text": "きょうの切り抜き「「雨は政治では降らない」=水資源庁長官」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000004"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/25/190427",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000004",
    "created_at": "Thu Jul 25 10:04:27 +0000 2024",
    "full_text": "きょうの切り抜き「「だしは外交の共通語」=昆布協会専務」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000005"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/26/195918",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000005",
    "created_at": "Fri Jul 26 10:59:18 +0000 2024",
    "full_text": "きょうの切り抜き「潮流発電、EUが共同規格に関心」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000006"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/28/182539",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000006",
    "created_at": "Sun Jul 28 09:25:39 +0000 2024",
    "full_text": "きょうの切り抜き「7月28日の切り抜き」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000007"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/29/183350",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000007",
    "created_at": "Mon Jul 29 09:33:50 +0000 2024",
    "full_text": "きょうの切り抜き「7月29日の切り抜き」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000008"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/30/171117",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000008",
    "created_at": "Tue Jul 30 08:11:17 +0000 2024",
    "full_text": "きょうの切り抜き「「だしは外交の共通語」=昆布協会専務」 https://t.co/a1",
    "lang": "ja"
  }
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1800000000000000009"
        ],
        "editsRemaining": "5"
      }
    },
    "retweeted": false,
    "entities": {
      "hashtags": [],
      "urls": [
        {
          "url": "https://t.co/a1",
          "expanded_url": "https://example.org/entry/2024/07/31/170929",
          "indices": [
            "0",
            "15"
          ]
        }
      ]
    },
    "id_str": "1800000000000000009",
    "created_at": "Wed Jul 31 08:09:29 +0000 2024",
    "full_text": "きょうの切り抜き「週四日登校、来年度12校で試行 汐見県教委」 https://t.co/a1",
    "lang": "ja"
  }
} ]