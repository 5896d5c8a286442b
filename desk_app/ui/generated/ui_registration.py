# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'registration.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QPushButton, QScrollArea, QSizePolicy, QSpacerItem,
    QStackedWidget, QVBoxLayout, QWidget)

from desk_app.ui.widgets.buttons import PrimaryButton

class Ui_RegistrationWindow(object):
    def setupUi(self, RegistrationWindow):
        if not RegistrationWindow.objectName():
            RegistrationWindow.setObjectName(u"RegistrationWindow")
        self.outer = QVBoxLayout(RegistrationWindow)
        self.outer.setObjectName(u"outer")
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget(RegistrationWindow)
        self.pages.setObjectName(u"pages")
        self.entry_page = QWidget()
        self.entry_page.setObjectName(u"entry_page")
        self.entry_column = QVBoxLayout(self.entry_page)
        self.entry_column.setSpacing(12)
        self.entry_column.setObjectName(u"entry_column")
        self.entry_column.setContentsMargins(16, 12, 16, 16)
        self.head = QHBoxLayout()
        self.head.setObjectName(u"head")
        self.title = QLabel(self.entry_page)
        self.title.setObjectName(u"title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)

        self.head.addWidget(self.title)

        self.head_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.head.addItem(self.head_space)

        self.consult = QLabel(self.entry_page)
        self.consult.setObjectName(u"consult")
        self.consult.setTextFormat(Qt.TextFormat.PlainText)

        self.head.addWidget(self.consult)

        self.clock_space = QSpacerItem(16, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)

        self.head.addItem(self.clock_space)

        self.clock = QLabel(self.entry_page)
        self.clock.setObjectName(u"clock")
        self.clock.setTextFormat(Qt.TextFormat.PlainText)

        self.head.addWidget(self.clock)


        self.entry_column.addLayout(self.head)

        self.saved_holder = QWidget(self.entry_page)
        self.saved_holder.setObjectName(u"saved_holder")

        self.entry_column.addWidget(self.saved_holder)

        self.body = QHBoxLayout()
        self.body.setSpacing(16)
        self.body.setObjectName(u"body")
        self.scroll = QScrollArea(self.entry_page)
        self.scroll.setObjectName(u"scroll")
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self.body.addWidget(self.scroll)

        self.side_scroll = QScrollArea(self.entry_page)
        self.side_scroll.setObjectName(u"side_scroll")
        self.side_scroll.setMinimumSize(QSize(272, 0))
        self.side_scroll.setMaximumSize(QSize(272, 16777215))
        self.side_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.side_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side_scroll.setWidgetResizable(True)
        self.side_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self.body.addWidget(self.side_scroll)

        self.body.setStretch(0, 1)

        self.entry_column.addLayout(self.body)

        self.remark_holder = QWidget(self.entry_page)
        self.remark_holder.setObjectName(u"remark_holder")

        self.entry_column.addWidget(self.remark_holder)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.answered = QPushButton(self.entry_page)
        self.answered.setObjectName(u"answered")
        self.answered.setCheckable(True)

        self.buttons.addWidget(self.answered)

        self.request = QPushButton(self.entry_page)
        self.request.setObjectName(u"request")

        self.buttons.addWidget(self.request)

        self.template = QPushButton(self.entry_page)
        self.template.setObjectName(u"template")

        self.buttons.addWidget(self.template)

        self.button_space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.button_space)

        self.save_next = QPushButton(self.entry_page)
        self.save_next.setObjectName(u"save_next")

        self.buttons.addWidget(self.save_next)

        self.save = PrimaryButton(self.entry_page)
        self.save.setObjectName(u"save")

        self.buttons.addWidget(self.save)


        self.entry_column.addLayout(self.buttons)

        self.entry_column.setStretch(2, 1)
        self.pages.addWidget(self.entry_page)
        self.saved_page = QWidget()
        self.saved_page.setObjectName(u"saved_page")
        self.saved_column = QVBoxLayout(self.saved_page)
        self.saved_column.setSpacing(8)
        self.saved_column.setObjectName(u"saved_column")
        self.saved_top = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.saved_column.addItem(self.saved_top)

        self.saved_word = QLabel(self.saved_page)
        self.saved_word.setObjectName(u"saved_word")
        self.saved_word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.saved_word.setTextFormat(Qt.TextFormat.PlainText)

        self.saved_column.addWidget(self.saved_word)

        self.saved_number = QLabel(self.saved_page)
        self.saved_number.setObjectName(u"saved_number")
        self.saved_number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.saved_number.setTextFormat(Qt.TextFormat.PlainText)
        self.saved_number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard|Qt.TextInteractionFlag.TextSelectableByMouse)

        self.saved_column.addWidget(self.saved_number)

        self.saved_hint = QLabel(self.saved_page)
        self.saved_hint.setObjectName(u"saved_hint")
        self.saved_hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.saved_hint.setTextFormat(Qt.TextFormat.PlainText)

        self.saved_column.addWidget(self.saved_hint)

        self.saved_bottom = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.saved_column.addItem(self.saved_bottom)

        self.pages.addWidget(self.saved_page)

        self.outer.addWidget(self.pages)


        self.retranslateUi(RegistrationWindow)

        QMetaObject.connectSlotsByName(RegistrationWindow)
    # setupUi

    def retranslateUi(self, RegistrationWindow):
        RegistrationWindow.setWindowTitle(QCoreApplication.translate("RegistrationWindow", u"New call", None))
        self.title.setText(QCoreApplication.translate("RegistrationWindow", u"New call", None))
#if QT_CONFIG(accessibility)
        self.consult.setAccessibleName(QCoreApplication.translate("RegistrationWindow", u"Time of the consultation", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.clock.setAccessibleName(QCoreApplication.translate("RegistrationWindow", u"Time of entry", None))
#endif // QT_CONFIG(accessibility)
        self.answered.setText(QCoreApplication.translate("RegistrationWindow", u"Answered at once", None))
        self.request.setText(QCoreApplication.translate("RegistrationWindow", u"Make it a request", None))
        self.template.setText(QCoreApplication.translate("RegistrationWindow", u"Template\u2026", None))
        self.save_next.setText(QCoreApplication.translate("RegistrationWindow", u"Save and next", None))
        self.save.setText(QCoreApplication.translate("RegistrationWindow", u"Save", None))
        self.saved_word.setText(QCoreApplication.translate("RegistrationWindow", u"The call is registered", None))
        self.saved_hint.setText(QCoreApplication.translate("RegistrationWindow", u"Enter closes this window", None))
    # retranslateUi

